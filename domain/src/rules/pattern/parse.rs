//! Reads an expression into pieces. What it does not know makes it give up, never guess.

/// An expression of the kind that the VM parameters carry: anchors, classes, groups, counts, look-ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub(super) any_of: Vec<Sequence>,
}

pub(super) type Sequence = Vec<Piece>;

/// One node and how often it may come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) node: Node,
    pub(super) least: usize,
    /// `usize::MAX` without an upper limit.
    pub(super) most: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// One character in (or, negated, outside) these ranges.
    Set {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
    Start,
    End,
    Group(Vec<Sequence>),
    Look {
        negated: bool,
        any_of: Vec<Sequence>,
    },
}

/// Longest expression that is read.
const MAX_CHARS: usize = 512;
/// Deepest nesting of groups.
const MAX_DEPTH: usize = 8;
/// Highest count in braces.
const MAX_COUNT: usize = 10_000;

impl Pattern {
    /// Reads `expression`; `None` when it has anything this reader does not know.
    #[must_use]
    pub fn parse(expression: &str) -> Option<Self> {
        let chars: Vec<char> = expression.chars().collect();
        if chars.len() > MAX_CHARS {
            return None;
        }
        let mut reader = Reader { chars, at: 0 };
        let any_of = reader.alternatives(0)?;
        (reader.at == reader.chars.len()).then_some(Self { any_of })
    }
}

struct Reader {
    chars: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    fn take(&mut self, text: &str) -> bool {
        let found = text.chars().enumerate().all(|(n, c)| self.chars.get(self.at + n) == Some(&c));
        if found {
            self.at += text.chars().count();
        }
        found
    }

    fn alternatives(&mut self, depth: usize) -> Option<Vec<Sequence>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut all = vec![self.sequence(depth)?];
        while self.take("|") {
            all.push(self.sequence(depth)?);
        }
        Some(all)
    }

    fn sequence(&mut self, depth: usize) -> Option<Sequence> {
        let mut pieces = Vec::new();
        while let Some(c) = self.peek() {
            if matches!(c, '|' | ')') {
                break;
            }
            let node = self.node(depth)?;
            let (least, most) = self.count()?;
            pieces.push(Piece { node, least, most });
        }
        Some(pieces)
    }

    fn node(&mut self, depth: usize) -> Option<Node> {
        Some(match self.next()? {
            '^' => Node::Start,
            '$' => Node::End,
            '.' => Node::Set { negated: true, ranges: vec![('\n', '\n')] },
            '[' => self.class()?,
            '(' => self.group(depth)?,
            '\\' => escape(self.next()?)?,
            '*' | '+' | '?' => return None,
            c => one(c),
        })
    }

    fn group(&mut self, depth: usize) -> Option<Node> {
        let look = if self.take("?=") {
            Some(false)
        } else if self.take("?!") {
            Some(true)
        } else if self.take("?:") || self.peek() != Some('?') {
            None
        } else {
            return None;
        };
        let any_of = self.alternatives(depth + 1)?;
        if !self.take(")") {
            return None;
        }
        Some(match look {
            Some(negated) => Node::Look { negated, any_of },
            None => Node::Group(any_of),
        })
    }

    fn class(&mut self) -> Option<Node> {
        let negated = self.take("^");
        let mut ranges = Vec::new();
        loop {
            let first = match self.next()? {
                ']' if !ranges.is_empty() => return Some(Node::Set { negated, ranges }),
                '\\' => match escape(self.next()?)? {
                    Node::Set { negated: false, ranges: inner } => match inner.as_slice() {
                        [(from, to)] if from == to => *from,
                        _ => {
                            ranges.extend(inner);
                            continue;
                        }
                    },
                    _ => return None,
                },
                c => c,
            };
            let is_range = self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|c| *c != ']');
            if is_range {
                self.at += 1;
                let last = match self.next()? {
                    '\\' => self.next().filter(char::is_ascii_punctuation)?,
                    c => c,
                };
                if last < first {
                    return None;
                }
                ranges.push((first, last));
            } else {
                ranges.push((first, first));
            }
        }
    }

    fn count(&mut self) -> Option<(usize, usize)> {
        let counts = match self.peek() {
            Some('*') => (0, usize::MAX),
            Some('+') => (1, usize::MAX),
            Some('?') => (0, 1),
            // Braces that hold no count are plain characters, as in JavaScript and Python.
            Some('{') => return self.braces().map_or(Some((1, 1)), |counts| self.checked(counts)),
            _ => return Some((1, 1)),
        };
        self.at += 1;
        self.checked(counts)
    }

    /// A lazy count matches the same texts; a count of a count is an error.
    fn checked(&mut self, (least, most): (usize, usize)) -> Option<(usize, usize)> {
        self.take("?");
        let fine = least <= most && least <= MAX_COUNT && !matches!(self.peek(), Some('*' | '+' | '?'));
        fine.then_some((least, most))
    }

    fn braces(&mut self) -> Option<(usize, usize)> {
        let from = self.at + 1;
        let length = self.chars.get(from..)?.iter().take(12).position(|c| *c == '}')?;
        let text: String = self.chars.get(from..from + length)?.iter().collect();
        let number = |text: &str| {
            text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<usize>().ok()).flatten()
        };
        let counts = match text.split_once(',') {
            None => number(&text).map(|n| (n, n))?,
            Some((least, "")) => (number(least)?, usize::MAX),
            Some((least, most)) => (number(least)?, number(most)?),
        };
        self.at = from + length + 1;
        Some(counts)
    }
}

fn one(c: char) -> Node {
    Node::Set { negated: false, ranges: vec![(c, c)] }
}

fn escape(c: char) -> Option<Node> {
    let digits = vec![('0', '9')];
    let word = vec![('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')];
    let space = vec![(' ', ' '), ('\t', '\r')];
    let (negated, ranges) = match c {
        'd' => (false, digits),
        'D' => (true, digits),
        'w' => (false, word),
        'W' => (true, word),
        's' => (false, space),
        'S' => (true, space),
        'n' => return Some(one('\n')),
        't' => return Some(one('\t')),
        c if c.is_ascii_punctuation() => return Some(one(c)),
        _ => return None,
    };
    Some(Node::Set { negated, ranges })
}
