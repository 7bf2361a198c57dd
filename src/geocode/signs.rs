//! What speaks for a mention, put into the numbers of [`Signs`].

use super::RankedPlace;
use super::evidence::Group;
use super::span::Span;
use super::trust::{Sign, Signs};
use crate::model::ToponymForm;

/// The signs of a mention: its words, its group of namesakes, and the candidate put first.
pub(crate) fn signs(
    span: &Span,
    form: ToponymForm,
    group: Option<&Group>,
    first: Option<&RankedPlace>,
) -> Signs {
    let mut signs = Signs::default();
    let flag = |on: bool| f32::from(u8::from(on));
    #[allow(clippy::cast_possible_truncation)] // a share in 0..=1
    let belief = first.map_or(0.0, |c| c.score as f32).clamp(0.018, 0.982);
    signs.set(Sign::Always, 1.0);
    signs.set(Sign::Belief, (belief / (1.0 - belief)).ln());
    signs.set(Sign::Alone, flag(group.is_some_and(|g| g.options.len() == 1)));
    signs.set(Sign::Weight, span.weight.clamp(0.0, 5.0));
    signs.set(Sign::Demonym, flag(form == ToponymForm::Demonym));
    signs.set(Sign::Short, flag(span.target.is_some() && form != ToponymForm::Demonym));
    signs.set(Sign::Facility, flag(form == ToponymForm::Facility));
    signs.set(Sign::Metonym, flag(form == ToponymForm::Metonym));
    signs.set(Sign::Region, flag(form == ToponymForm::Region));
    let Some(place) = first.map(|c| &c.place) else { return signs };
    let (class, code) = (place.feature.class, place.feature.code.as_str());
    signs.set(Sign::Unlisted, flag(place.names.is_empty()));
    signs.set(Sign::Country, flag(class == 'A' && code.starts_with("PCL")));
    signs.set(Sign::Division, flag(class == 'A' && code == "ADM1"));
    if class == 'P' {
        // The weights were fitted to towns of 500 inhabitants and more; what a user adds is no less.
        let people = place.population.unwrap_or(0).max(500) as f32;
        signs.set(Sign::Town, 1.0);
        signs.set(Sign::Size, (people.log10() - 3.0).clamp(-3.0, 3.0));
    }
    let best = group.and_then(Group::best);
    if let Some(best) = best {
        signs.set(Sign::Otherwise, 1.0 - best.quality);
        signs.set(Sign::Container, flag(best.why.container));
        signs.set(Sign::Support, best.why.country);
        signs.set(Sign::Near, best.why.near);
    }
    signs.set(Sign::Often, group.map_or(0.0, |g| (g.count.max(1) as f32).ln()).min(4.0));
    signs
}
