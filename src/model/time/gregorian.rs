//! Dates of the Julian calendar, for those who know the Gregorian one only.

use super::point::{Point, When};
use super::span::{End, Form, Member};
use super::{Calendar, Second, TimeSpan};

impl TimeSpan {
    /// Whether any of its dates is written on the Julian calendar.
    #[must_use]
    pub fn is_julian(&self) -> bool {
        self.any_point(|point| point.calendar == Calendar::Julian)
    }

    /// The same span on the Gregorian calendar throughout, whose text form is plain EDTF.
    ///
    /// A Julian day becomes its Gregorian one. A Julian month or year, which is none of the other
    /// calendar, becomes "one of the days" that it takes; as an end of an interval, for which EDTF
    /// has no such form, its first or last day, so that the bounds stay and the doubt about the end
    /// is lost.
    ///
    /// ```
    /// use chronotope::model::TimeSpan;
    /// let span: TimeSpan = "J:1700-02".parse()?;
    /// assert_eq!(span.gregorian().to_string(), "[1700-02-11..1700-03-11]");
    /// # Ok::<(), chronotope::model::EdtfError>(())
    /// ```
    #[must_use]
    pub fn gregorian(&self) -> Self {
        if !self.is_julian() {
            return self.clone();
        }
        let end = |end: End, pick: fn(Point) -> Point| match end {
            End::At(point) => End::At(pick(point)),
            other => other,
        };
        let member = |member: Member| match member {
            Member::One(a) if whole(a).is_none() => Member::Run(first(a), last(a)),
            Member::One(a) => Member::One(first(a)),
            Member::Run(a, b) => Member::Run(first(a), last(b)),
            Member::Before(a) => Member::Before(last(a)),
            Member::After(a) => Member::After(first(a)),
        };
        Self(match &self.0 {
            Form::One(point) => match whole(*point) {
                Some(point) => Form::One(point),
                None => Form::OneOf([member(Member::One(*point))].into()),
            },
            Form::Range(a, b) => Form::Range(end(*a, first), end(*b, last)),
            Form::OneOf(members) => Form::OneOf(members.iter().map(|m| member(*m)).collect()),
        })
    }

    /// The same span said to be written on the Julian calendar: days stay the days that they are,
    /// months and years keep their number, and so begin some days later.
    pub(crate) fn written_julian(&self) -> Self {
        self.map_points(|point| Point { calendar: Calendar::Julian, ..point })
    }
}

/// The point on the Gregorian calendar, where it has one.
fn whole(point: Point) -> Option<Point> {
    let fine = matches!(point.when, When::Day(_) | When::Time { .. });
    (fine || point.calendar == Calendar::Gregorian)
        .then_some(Point { calendar: Calendar::Gregorian, ..point })
}

fn first(point: Point) -> Point {
    whole(point).unwrap_or_else(|| on_day(point, Second(point.bounds().0.0 + slack_s(point))))
}

fn last(point: Point) -> Point {
    whole(point).unwrap_or_else(|| on_day(point, Second(point.bounds().1.0 - 1 - slack_s(point))))
}

/// "About" widens a day by one day where it widened the month by a month: so much less is needed.
fn slack_s(point: Point) -> i64 {
    if point.approximate { 86_400 } else { 0 }
}

fn on_day(point: Point, at: Second) -> Point {
    Point { when: When::Day(at.day()), calendar: Calendar::Gregorian, ..point }
}
