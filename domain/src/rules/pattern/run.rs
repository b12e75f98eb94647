//! Tries a text against an expression, with a limit on the work instead of a promise about expressions.

use super::parse::{Node, Pattern, Piece, Sequence};

/// Longest text that is tried; longer ones are left to the provider.
const MAX_TEXT_CHARS: usize = 2048;
/// Most steps before the answer is "not known".
const MAX_STEPS: u32 = 50_000;
/// Deepest recursion: a browser's stack is small.
const MAX_DEPTH: u32 = 256;

impl Pattern {
    /// Whether the expression is found in `text`; `None` when that would take too much work.
    #[must_use]
    pub fn matches(&self, text: &str) -> Option<bool> {
        let chars: Vec<char> = text.chars().collect();
        if chars.len() > MAX_TEXT_CHARS {
            return None;
        }
        let mut run = Run { text: &chars, steps: 0, depth: 0, gave_up: false };
        let found = (0..=chars.len()).any(|from| run.any(&self.any_of, from, &mut |_, _| true));
        if run.gave_up { None } else { Some(found) }
    }
}

struct Run<'a> {
    text: &'a [char],
    steps: u32,
    depth: u32,
    gave_up: bool,
}

/// What must match after the present piece, from a position on.
type Rest<'r> = dyn FnMut(&mut Run<'_>, usize) -> bool + 'r;

impl Run<'_> {
    fn any(&mut self, any_of: &[Sequence], at: usize, rest: &mut Rest<'_>) -> bool {
        any_of.iter().any(|sequence| self.sequence(sequence, at, rest))
    }

    fn sequence(&mut self, pieces: &[Piece], at: usize, rest: &mut Rest<'_>) -> bool {
        self.steps += 1;
        if self.gave_up || self.steps > MAX_STEPS || self.depth > MAX_DEPTH {
            self.gave_up = true;
            return false;
        }
        let Some((piece, others)) = pieces.split_first() else { return rest(self, at) };
        self.depth += 1;
        let found = match &piece.node {
            Node::Start => at == 0 && self.sequence(others, at, rest),
            Node::End => at == self.text.len() && self.sequence(others, at, rest),
            Node::Look { negated, any_of } => {
                self.any(any_of, at, &mut |_, _| true) != *negated && self.sequence(others, at, rest)
            }
            Node::Set { negated, ranges } => {
                let fits = |c: &char| ranges.iter().any(|(from, to)| from <= c && c <= to) != *negated;
                let longest = self.text.iter().skip(at).take(piece.most).take_while(|c| fits(c)).count();
                (piece.least..=longest).rev().any(|count| self.sequence(others, at + count, rest))
            }
            Node::Group(any_of) => self.group(piece, any_of, others, at, 0, rest),
        };
        self.depth -= 1;
        found
    }

    fn group(
        &mut self,
        piece: &Piece,
        any_of: &[Sequence],
        others: &[Piece],
        at: usize,
        done: usize,
        rest: &mut Rest<'_>,
    ) -> bool {
        if done < piece.most {
            let again = self.any(any_of, at, &mut |run, next| {
                // A round that eats nothing is fine while rounds are due, and could go on for ever after that.
                if next == at && done >= piece.least {
                    return false;
                }
                run.group(piece, any_of, others, next, done + 1, rest)
            });
            if again {
                return true;
            }
        }
        done >= piece.least && self.sequence(others, at, rest)
    }
}
