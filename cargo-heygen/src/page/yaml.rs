//! Converts YAML 1.2 to JSON with the core schema. Members keep their order and numbers their digits.

use std::collections::{HashMap, HashSet};
use std::fmt;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, StrInput, Tag};

use super::json::Json;

/// The recursion limit of serde_json.
const MAX_DEPTH: usize = 127;
/// How many values the aliases of a document may expand to.
const MAX_ALIASED: usize = 100_000;

/// Why and where a text cannot be converted.
#[derive(Debug)]
pub struct Error {
    line: usize,
    column: usize,
    message: String,
}

impl Error {
    fn new(at: Marker, message: impl Into<String>) -> Self {
        Self { line: at.line(), column: at.col() + 1, message: message.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.message, self.line, self.column)
    }
}

impl std::error::Error for Error {}

type Result<T> = std::result::Result<T, Error>;

/// Parses a text with one document.
pub fn parse(text: &str) -> Result<Json> {
    let mut reader = Reader { parser: Parser::new_from_str(text), anchors: HashMap::new(), aliased: 0 };
    loop {
        match reader.next()? {
            (Event::DocumentStart(_), _) => break,
            (Event::StreamEnd, span) => return Err(Error::new(span.start, "no YAML document")),
            _ => {}
        }
    }
    let (event, span) = reader.next()?;
    let json = reader.node(event, span, 0)?;
    loop {
        match reader.next()? {
            (Event::DocumentStart(_), span) => {
                return Err(Error::new(span.start, "expected one YAML document, found a second one"));
            }
            (Event::StreamEnd, _) => return Ok(json),
            _ => {}
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    /// The values of the anchors, by the parser's number.
    anchors: HashMap<usize, Json>,
    aliased: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span)> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(Error::new(*error.marker(), error.info())),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Json> {
        if depth > MAX_DEPTH {
            return Err(Error::new(span.start, format!("nested deeper than {MAX_DEPTH} levels")));
        }
        let (json, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => (scalar(&text, style, tag.as_deref(), span)?, anchor),
            Event::SequenceStart(anchor, tag) => {
                collection(tag.as_deref(), "seq", span)?;
                let mut entries = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break,
                        (event, span) => entries.push(self.node(event, span, depth + 1)?),
                    }
                }
                (Json::Array(entries), anchor)
            }
            Event::MappingStart(anchor, tag) => {
                collection(tag.as_deref(), "map", span)?;
                (self.members(depth)?, anchor)
            }
            Event::Alias(anchor) => {
                let Some(json) = self.anchors.get(&anchor) else {
                    return Err(Error::new(span.start, "an alias refers to the anchor that contains it"));
                };
                self.aliased += json.count();
                if self.aliased > MAX_ALIASED {
                    return Err(Error::new(span.start, "the aliases of this document expand to too many values"));
                }
                (json.clone(), 0)
            }
            _ => return Err(Error::new(span.start, "missing value")),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, json.clone());
        }
        Ok(json)
    }

    fn members(&mut self, depth: usize) -> Result<Json> {
        let mut members = Vec::new();
        let mut names = HashSet::new();
        loop {
            let (event, span) = self.next()?;
            let name = match event {
                Event::MappingEnd => return Ok(Json::Object(members)),
                Event::Scalar(name, ScalarStyle::Plain, 0, None) if name == "<<" => {
                    return Err(Error::new(span.start, "YAML 1.2 has no merge keys (`<<`)"));
                }
                Event::Scalar(name, _, 0, None) => name.into_owned(),
                Event::Scalar(..) | Event::Alias(_) => {
                    return Err(Error::new(span.start, "keys with an anchor, alias or tag are not supported"));
                }
                _ => return Err(Error::new(span.start, "keys must be scalars")),
            };
            if !names.insert(name.clone()) {
                return Err(Error::new(span.start, format!("duplicate key {name:?}")));
            }
            let (event, span) = self.next()?;
            members.push((name, self.node(event, span, depth + 1)?));
        }
    }
}

fn collection(tag: Option<&Tag>, expected: &str, span: Span) -> Result<()> {
    match tag {
        Some(tag) if !(tag.is_yaml_core_schema() && tag.suffix == expected) => Err(unsupported(tag, span)),
        _ => Ok(()),
    }
}

fn unsupported(tag: &Tag, span: Span) -> Error {
    Error::new(span.start, format!("the tag {tag} is not supported"))
}

/// Converts a scalar. Quoted and block scalars are strings; the core schema decides about plain ones.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Result<Json> {
    match tag {
        Some(tag) if tag.is_yaml_core_schema() && tag.suffix == "str" => return Ok(Json::string(text)),
        Some(tag) => return Err(unsupported(tag, span)),
        None if style != ScalarStyle::Plain => return Ok(Json::string(text)),
        None => {}
    }
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Json::Scalar("null".to_owned()),
        "true" | "True" | "TRUE" => Json::Scalar("true".to_owned()),
        "false" | "False" | "FALSE" => Json::Scalar("false".to_owned()),
        _ => {
            let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
            if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
                return Err(Error::new(span.start, format!("JSON has no number {text}")));
            }
            match radix(text) {
                Some(Ok(number)) => Json::Scalar(number.to_string()),
                Some(Err(_)) => return Err(Error::new(span.start, format!("{text} is too large"))),
                None => number(text).map_or_else(|| Json::string(text), Json::Scalar),
            }
        }
    })
}

/// Parses octal and hexadecimal numbers such as `0o17` and `0xff`.
fn radix(text: &str) -> Option<std::result::Result<u128, std::num::ParseIntError>> {
    [("0o", 8), ("0x", 16)].into_iter().find_map(|(prefix, radix)| {
        let digits = text.strip_prefix(prefix).filter(|digits| !digits.is_empty())?;
        digits.chars().all(|c| c.is_digit(radix)).then(|| u128::from_str_radix(digits, radix))
    })
}

/// A decimal number in JSON notation, with the same digits: without `+` and leading zeros, and with digits around the point.
fn number(text: &str) -> Option<String> {
    let sign = if text.starts_with('-') { "-" } else { "" };
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => unsigned.split_at(at),
        None => (unsigned, ""),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let power = exponent.get(1..).unwrap_or_default();
    let power = power.strip_prefix(['-', '+']).unwrap_or(power);
    let is_number = digits(whole)
        && fraction.is_none_or(digits)
        && !(whole.is_empty() && fraction.is_none_or(str::is_empty))
        && digits(power)
        && power.is_empty() == exponent.is_empty();
    if !is_number {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = match fraction {
        Some("") => ".0".to_owned(),
        Some(digits) => format!(".{digits}"),
        None => String::new(),
    };
    Some(format!("{sign}{whole}{fraction}{exponent}"))
}

#[cfg(test)]
mod tests;
