use super::*;
use crate::app::{State, TimelineChoices};
use crate::model::{Dataset, TimeSpan};
use proptest::prelude::*;

fn at(year: i32, month: u8, day: u8) -> Second {
    Second::from_civil(year, month, day, 0, 0, 0).expect("a real day")
}

fn moment(begin: Second, end: Second, cursor: Second) -> Moment {
    Moment { window: Window::new(begin, end), cursor }
}

fn session(moment: Moment, step: Step) -> Session {
    Session {
        window: moment.window,
        cursor: moment.cursor,
        span_in_view: Window::new(at(2025, 1, 1), at(2027, 1, 1)),
        playing: true,
        speed: 2.0,
        step,
        ..State::new(Dataset::default()).session
    }
}

fn sliding(step: Step) -> Stride {
    Stride { step, mode: PlayMode::Window }
}

fn through(range: Window, again: bool) -> Course<'static> {
    Course { range, again, next_change: None }
}

fn applied(session: &mut Session, actions: Vec<Action>) {
    for action in actions {
        match action {
            Action::SetWindow(window) => session.window = window,
            Action::SetCursor(cursor) => session.cursor = cursor,
            Action::SetSpanInView(span) => session.span_in_view = span,
            Action::Play(on) => session.playing = on,
            other => panic!("unexpected {other:?}"),
        }
    }
}

#[test]
fn a_month_steps_on_the_calendar() {
    let extent = Window::new(at(2025, 1, 1), at(2027, 1, 1));
    let from = moment(at(2026, 1, 1), at(2026, 2, 1), at(2026, 1, 31));
    let to = stepped(from, sliding(Step::Month), 1, extent);
    assert_eq!(to.window, Window::new(at(2026, 2, 1), at(2026, 3, 1)));
    assert_eq!(to.cursor.civil().month, 2);
    assert_eq!(to.cursor.civil().day, 28);
    assert_eq!(stepped(to, sliding(Step::Month), -1, extent).window, from.window);
}

#[test]
fn a_window_stops_at_the_end_of_the_data_with_its_length() {
    let extent = Window::new(at(2026, 1, 1), at(2026, 2, 1));
    let from = moment(at(2026, 1, 20), at(2026, 1, 27), at(2026, 1, 26));
    let to = stepped(from, sliding(Step::Week), 1, extent);
    assert_eq!(to.window, Window::new(at(2026, 1, 25), at(2026, 2, 1)));
    assert_eq!(to.cursor, at(2026, 1, 31), "the last day, not a second before midnight");
    assert_eq!(stepped(to, sliding(Step::Week), 1, extent), to);
}

#[test]
fn a_window_over_all_data_stands_while_the_cursor_moves() {
    let extent = Window::new(at(2026, 1, 1), at(2026, 2, 1));
    let from = Moment { window: extent, cursor: at(2026, 1, 10) };
    let to = stepped(from, sliding(Step::Day), 1, extent);
    assert_eq!(to.window, extent);
    assert_eq!(to.cursor, at(2026, 1, 11));
}

#[test]
fn home_and_end_keep_the_windows_length() {
    let extent = Window::new(at(2026, 1, 1), at(2026, 2, 1));
    let from = moment(at(2026, 1, 10), at(2026, 1, 12), at(2026, 1, 11));
    let home = rewound(from, extent);
    assert_eq!(home, moment(at(2026, 1, 1), at(2026, 1, 3), at(2026, 1, 2)));
    let end = wound_on(home, extent);
    assert_eq!(end, moment(at(2026, 1, 30), at(2026, 2, 1), at(2026, 1, 31)));
}

#[test]
fn playing_does_not_depend_on_the_number_of_frames() {
    let extent = Window::new(at(2025, 1, 1), at(2027, 1, 1));
    for step in Step::ALL {
        let start = moment(at(2025, 1, 31), at(2025, 2, 14), at(2025, 1, 31));
        let run = |frames: u32| {
            let (mut player, mut s) = (Player::default(), session(start, step));
            for _ in 0..frames {
                let actions = player.advance(&s, through(extent, false), 0.75 / f64::from(frames));
                applied(&mut s, actions);
            }
            Moment::of(&s)
        };
        let (few, many) = (run(3), run(90));
        assert!((few.cursor.0 - many.cursor.0).abs() <= 1, "{step:?} {few:?} {many:?}");
        assert!(few.cursor > start.cursor);
    }
}

#[test]
fn playing_stops_at_the_end_and_starts_over_from_there() {
    let extent = Window::new(at(2026, 1, 1), at(2026, 1, 8));
    let start = moment(at(2026, 1, 1), at(2026, 1, 2), at(2026, 1, 1));
    let (mut player, mut s) = (Player::default(), session(start, Step::Day));
    let mut frames = 0;
    while s.playing {
        let actions = player.advance(&s, through(extent, false), 0.1);
        applied(&mut s, actions);
        frames += 1;
        assert!(frames < 200, "never stops");
    }
    assert_eq!(s.window.end(), extent.end());
    assert_eq!(s.cursor, at(2026, 1, 7), "the last day, not a second before midnight");
    s.playing = true;
    let actions = player.advance(&s, through(extent, false), 0.0);
    applied(&mut s, actions);
    assert_eq!(s.window.begin(), extent.begin(), "playing at the end begins anew");
}

#[test]
fn a_loop_goes_on() {
    let extent = Window::new(at(2026, 1, 1), at(2026, 1, 8));
    let start = moment(at(2026, 1, 1), at(2026, 1, 2), at(2026, 1, 1));
    let (mut player, mut s) = (Player::default(), session(start, Step::Day));
    let mut rewinds = 0;
    for _ in 0..200 {
        let before = s.cursor;
        let actions = player.advance(&s, through(extent, true), 0.1);
        applied(&mut s, actions);
        assert!(s.playing);
        rewinds += u32::from(s.cursor < before);
    }
    assert!(rewinds >= 2);
}

#[test]
fn what_the_user_moves_while_playing_stays_moved() {
    let extent = Window::new(at(2025, 1, 1), at(2027, 1, 1));
    let start = moment(at(2025, 2, 1), at(2025, 2, 8), at(2025, 2, 2));
    let (mut player, mut s) = (Player::default(), session(start, Step::Day));
    let actions = player.advance(&s, through(extent, false), 0.5);
    applied(&mut s, actions);
    s.cursor = at(2026, 5, 1);
    let actions = player.advance(&s, through(extent, false), 0.5);
    applied(&mut s, actions);
    assert_eq!(s.cursor, at(2026, 5, 2));
}

#[test]
fn a_paused_slider_asks_for_nothing() {
    let extent = Window::new(at(2025, 1, 1), at(2027, 1, 1));
    let mut s = session(moment(at(2025, 2, 1), at(2025, 2, 8), at(2025, 2, 2)), Step::Day);
    s.playing = false;
    assert!(Player::default().advance(&s, through(extent, true), 10.0).is_empty());
}

#[test]
fn keys_do_what_they_say() {
    let extent = Window::new(at(2025, 1, 1), at(2027, 1, 1));
    let s = session(moment(at(2026, 1, 1), at(2026, 1, 8), at(2026, 1, 7)), Step::Day);
    assert_eq!(key_actions(Key::PlayPause, &s, extent), [Action::Play(false)]);
    assert_eq!(
        key_actions(Key::StepForward, &s, extent),
        [
            Action::SetWindow(Window::new(at(2026, 1, 2), at(2026, 1, 9))),
            Action::SetCursor(at(2026, 1, 8)),
        ]
    );
    assert_eq!(key_actions(Key::CursorBack, &s, extent), [Action::SetCursor(at(2026, 1, 6))]);
    let [Action::SetSpanInView(span)] = key_actions(Key::ZoomIn, &s, extent)[..] else {
        panic!("zooming changes the view alone");
    };
    assert!(span.seconds() < s.span_in_view.seconds() && span.contains(s.cursor));
}

#[test]
fn the_view_follows_the_cursor() {
    let view = Window::new(at(2026, 1, 1), at(2026, 1, 11));
    assert_eq!(followed(view, at(2026, 1, 5)), view);
    let next = followed(view, at(2026, 1, 12));
    assert!(next.contains(at(2026, 1, 12)));
    assert_eq!(next.seconds(), view.seconds());
    assert!(followed(view, at(2025, 12, 1)).contains(at(2025, 12, 1)));
}

#[test]
fn far_years_are_steps_like_others() {
    let far: TimeSpan = "-0480".parse().expect("a year before the common era");
    let begin = far.earliest().expect("known");
    let extent = Window::new(begin, at(2026, 1, 1));
    let from = Moment { window: Window::new(begin, Second(begin.0 + 1000)), cursor: begin };
    let to = stepped(from, sliding(Step::Year), 100, extent);
    assert_eq!(to.cursor.civil().year, -380);
}

proptest! {
    #[test]
    fn a_step_never_leaves_the_data_nor_turns_round(
        begin in -31_000_000_000_000_i64..31_000_000_000_000,
        length in 1_i64..100_000_000_000,
        offset in -1_000_000_000_i64..1_000_000_000,
        window in 1_i64..1_000_000_000,
        cursor in -1_000_000_000_i64..1_000_000_000,
        n in -500_i32..500,
        step in prop::sample::select(Step::ALL.to_vec()),
    ) {
        let extent = Window::new(Second(begin), Second(begin + length));
        let from = moment(
            Second(begin + offset), Second(begin + offset + window), Second(begin + cursor));
        let to = stepped(from, sliding(step), n, extent);
        if n > 0 {
            prop_assert!(to.cursor >= from.cursor && to.window.end() >= from.window.end());
            prop_assert!(to.window.end() <= extent.end().max(from.window.end()));
            prop_assert!(to.cursor < extent.end().max(Second(from.cursor.0 + 1)));
        } else {
            prop_assert!(to.cursor <= from.cursor && to.window.begin() <= from.window.begin());
            prop_assert!(to.window.begin() >= extent.begin().min(from.window.begin()));
        }
        prop_assert!(to.window.seconds() >= 1);
    }

    #[test]
    fn nothing_panics_at_the_ends_of_the_numbers(
        a in any::<i64>(), b in any::<i64>(), c in any::<i64>(), d in any::<i64>(),
        e in any::<i64>(), n in any::<i32>(), f in any::<f64>(),
    ) {
        let extent = Window::new(Second(a), Second(b));
        let from = moment(Second(c), Second(d), Second(e));
        for step in Step::ALL {
            let _ = stepped(from, sliding(step), n, extent);
        }
        let _ = (rewound(from, extent), wound_on(from, extent));
        let _ = (followed(extent, Second(e)), zoomed(extent, f, Second(e)));
        let _ = Player::default().advance(&session(from, Step::Month), through(extent, true), f);
    }
}

fn with_mode(moment: Moment, step: Step, mode: PlayMode) -> Session {
    let timeline = TimelineChoices { mode, ..TimelineChoices::default() };
    Session { timeline, ..session(moment, step) }
}

/// Every moment of playing through a range, to its end, ten frames a second.
fn played(s: &mut Session, course: Course<'_>) -> Vec<Moment> {
    let mut player = Player::default();
    let mut seen = Vec::new();
    while s.playing {
        let actions = player.advance(s, course, 0.1);
        applied(s, actions);
        seen.push(Moment::of(s));
        assert!(seen.len() < 2_000, "never stops");
    }
    seen
}

#[test]
fn the_window_that_all_of_it_becomes_is_whole_days_long() {
    let range = Window::new(at(2024, 11, 6), at(2026, 4, 23));
    let whole = Moment { window: range, cursor: at(2026, 1, 28) };
    for (step, unit) in
        [(Step::Week, Unit::Day), (Step::Month, Unit::Day), (Step::Hour, Unit::Hour)]
    {
        let window = started(whole, sliding(step), range).window;
        assert_eq!(window.begin(), range.begin());
        assert_eq!(window.end(), window.end().floor(unit), "{step:?}");
        assert!(window.seconds() > range.seconds() / 9);
    }
    // Nothing is left of a day that is cut into eight.
    let short = Window::new(at(2026, 1, 1), at(2026, 1, 2));
    let from = started(Moment { window: short, ..whole }, sliding(Step::Week), short);
    assert_eq!(from.window.seconds(), 10_800);
}

#[test]
fn a_growing_window_keeps_its_beginning() {
    let range = Window::new(at(2026, 1, 1), at(2026, 1, 8));
    let whole = Moment { window: range, cursor: at(2026, 1, 7) };
    let stride = Stride { step: Step::Day, mode: PlayMode::Cumulative };
    let from = started(whole, stride, range);
    assert_eq!(from, moment(at(2026, 1, 1), at(2026, 1, 2), at(2026, 1, 1)));
    let mut s = with_mode(from, Step::Day, PlayMode::Cumulative);
    let seen = played(&mut s, through(range, false));
    assert!(seen.iter().all(|m| m.window.begin() == range.begin()));
    assert!(seen.windows(2).all(|pair| pair[0].window.end() <= pair[1].window.end()));
    assert_eq!(s.window, range);
    assert_eq!(stepped(Moment::of(&s), stride, -2, range).window.end(), at(2026, 1, 6));
}

#[test]
fn an_instant_is_the_one_step_that_the_cursor_is_in() {
    let range = Window::new(at(2026, 1, 10), at(2026, 4, 20));
    let outside = moment(at(2025, 1, 1), at(2025, 2, 1), at(2025, 1, 5));
    let stride = Stride { step: Step::Month, mode: PlayMode::Instant };
    let from = started(outside, stride, range);
    assert_eq!(from, moment(at(2026, 1, 1), at(2026, 2, 1), at(2026, 1, 10)));
    let mut s = with_mode(from, Step::Month, PlayMode::Instant);
    let seen = played(&mut s, through(range, false));
    assert!(seen.iter().all(|m| m.window.contains(m.cursor)));
    let mut months: Vec<u8> = seen.iter().map(|m| m.window.begin().civil().month).collect();
    months.dedup();
    assert_eq!(months, [1, 2, 3, 4]);
}

#[test]
fn stretches_without_changes_are_jumped_over() {
    let range = Window::new(at(2026, 1, 1), at(2026, 12, 31));
    let changes = [at(2026, 1, 3), at(2026, 8, 15), at(2026, 8, 16)];
    let next = |from: Second| changes.iter().copied().find(|change| *change >= from);
    let from = moment(at(2026, 1, 1), at(2026, 1, 4), at(2026, 1, 3));
    let frames = |course: Course<'_>| {
        let mut s = with_mode(from, Step::Day, PlayMode::Window);
        let seen = played(&mut s, course);
        (seen, s)
    };
    let (all, _) = frames(through(range, false));
    let course = Course { next_change: Some(&next), ..through(range, false) };
    let (seen, s) = frames(course);
    assert!(seen.len() * 5 < all.len(), "{} frames of {}", seen.len(), all.len());
    for change in changes {
        assert!(seen.iter().any(|m| m.window.contains(change)), "{change:?} was jumped over");
    }
    assert!(seen.windows(2).all(|pair| pair[0].window.begin() <= pair[1].window.begin()));
    assert_eq!(s.window.end(), range.end(), "and it ends where it would have ended");
}

#[test]
fn playing_stays_within_the_marked_range() {
    let range = Window::new(at(2026, 3, 1), at(2026, 3, 11));
    let elsewhere = moment(at(2026, 7, 1), at(2026, 7, 3), at(2026, 7, 1));
    let from = started(elsewhere, sliding(Step::Day), range);
    assert_eq!(from.window, Window::new(at(2026, 3, 1), at(2026, 3, 3)));
    let (mut player, mut s) = (Player::default(), session(from, Step::Day));
    let mut turns = 0;
    for _ in 0..200 {
        let before = s.window.begin();
        let actions = player.advance(&s, through(range, true), 0.1);
        applied(&mut s, actions);
        assert!(range.begin() <= s.window.begin() && s.window.end() <= range.end());
        turns += u32::from(s.window.begin() < before);
    }
    assert!(turns >= 2, "it goes round");
}

#[test]
fn a_pause_comes_to_rest_on_a_whole_step() {
    let extent = Window::new(at(2025, 1, 1), at(2027, 1, 1));
    let start = moment(at(2025, 2, 1), at(2025, 2, 8), at(2025, 2, 2));
    let (mut player, mut s) = (Player::default(), session(start, Step::Day));
    let actions = player.advance(&s, through(extent, false), 0.65);
    applied(&mut s, actions);
    assert_ne!(s.cursor.0 % 86_400, 0, "on the way from day to day");
    s.playing = false;
    let actions = player.advance(&s, through(extent, false), 0.1);
    applied(&mut s, actions);
    assert_eq!(s.cursor, at(2025, 2, 3));
    assert_eq!(s.window, Window::new(at(2025, 2, 2), at(2025, 2, 9)));
    assert!(player.advance(&s, through(extent, false), 0.1).is_empty());
}
