//! Generates checks for limits of requests that typify does not check: the number of entries of an array, and the
//! size of a number.
//!
//! A schema with such a limit is a component, so typify generates `struct Name(pub T)` for it. Its field becomes
//! private here, and its conversions check the limit: an invalid value cannot be built.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Map, Value};

use super::progenitor::parse_file;
use super::types::{self, Traits};
use crate::diagnostic::Result;
use crate::document::components;
use crate::keywords::is_of_type;

/// The limits of one component.
pub(super) struct Limit {
    name: String,
    check: Check,
}

enum Check {
    List {
        min: usize,
        max: usize,
        unique: bool,
    },
    Integer {
        min: i64,
        max: i64,
        step: i64,
    },
    /// Two bounds, and whether they are exclusive.
    Float {
        min: (f64, bool),
        max: (f64, bool),
    },
}

/// Takes the limits from the components. typify would use other types for numbers with limits, and check only some of
/// them.
pub(super) fn take(document: &mut Value) -> Vec<Limit> {
    let limits = components::schemas_mut(document).filter_map(|(name, schema)| {
        let schema = schema.as_object_mut()?;
        let check = Check::of(schema)?;
        schema.retain(|key, _| !is_of_type(key, "number"));
        Some(Limit { name: name.clone(), check })
    });
    limits.collect()
}

impl Check {
    fn of(schema: &Map<String, Value>) -> Option<Self> {
        let whole = |key: &str| usize::try_from(schema.get(key)?.as_u64()?).ok();
        let number = |key: &str| schema.get(key).and_then(Value::as_f64);
        let flag = |key: &str| schema.get(key).and_then(Value::as_bool).unwrap_or_default();
        let min = (number("minimum").unwrap_or(f64::NEG_INFINITY), flag("exclusiveMinimum"));
        let max = (number("maximum").unwrap_or(f64::INFINITY), flag("exclusiveMaximum"));
        let check = match schema.get("type")?.as_str()? {
            "array" => Self::List {
                min: whole("minItems").unwrap_or(0),
                max: whole("maxItems").unwrap_or(usize::MAX),
                unique: flag("uniqueItems"),
            },
            // A cast of a float to an integer stops at the integer's bounds.
            "integer" => Self::Integer {
                min: (min.0.ceil() as i64).saturating_add(i64::from(min.1 && min.0.fract() == 0.0)),
                max: (max.0.floor() as i64).saturating_sub(i64::from(max.1 && max.0.fract() == 0.0)),
                step: schema.get("multipleOf").and_then(Value::as_i64).filter(|step| *step > 0).unwrap_or(1),
            },
            "number" => Self::Float { min, max },
            _ => return None,
        };
        let limited = match &check {
            Self::List { min, max, unique } => (*min, *max, *unique) != (0, usize::MAX, false),
            Self::Integer { min, max, step } => (*min, *max, *step) != (i64::MIN, i64::MAX, 1),
            Self::Float { min, max } => min.0.is_finite() || max.0.is_finite(),
        };
        limited.then_some(check)
    }

    /// The condition on `value` of type `ty`, and a description of what it allows.
    fn condition(&self, ty: &str) -> (TokenStream, String) {
        let mut conditions = Vec::new();
        let allowed = match self {
            Self::List { min, max, unique } => {
                // The compiler warns of a condition that is always true.
                match (*min, *max) {
                    (0, usize::MAX) => {}
                    (0, max) => conditions.push(quote!(value.len() <= #max)),
                    (min, usize::MAX) => conditions.push(quote!(value.len() >= #min)),
                    (min, max) => conditions.push(quote!((#min..=#max).contains(&value.len()))),
                }
                if *unique {
                    conditions
                        .push(quote!(value.iter().enumerate().all(|(index, entry)| !value[..index].contains(entry))));
                }
                let differ = if *unique { ", all different" } else { "" };
                format!("{} entries{differ}", range(min, max, *min == 0, *max == usize::MAX))
            }
            Self::Integer { min, max, step } => {
                if (*min, *max) != (i64::MIN, i64::MAX) {
                    conditions.push(quote!((#min..=#max).contains(&i64::from(value))));
                }
                if *step > 1 {
                    conditions.push(quote!(i64::from(value) % #step == 0));
                }
                let bounds = range(min, max, *min == i64::MIN, *max == i64::MAX);
                match (conditions.len(), *step) {
                    (_, 1) => bounds,
                    (1, step) => format!("a multiple of {step}"),
                    (_, step) => format!("{bounds}, a multiple of {step}"),
                }
            }
            Self::Float { min, max } => {
                let value = if ty == "f64" { quote!(value) } else { quote!(f64::from(value)) };
                for ((bound, exclusive), or_equal, strict) in
                    [(min, quote!(>=), quote!(>)), (max, quote!(<=), quote!(<))]
                {
                    if bound.is_finite() {
                        let sign = if *exclusive { strict } else { or_equal };
                        conditions.push(quote!(#value #sign #bound));
                    }
                }
                let phrase = |word: &str, (bound, exclusive): &(f64, bool)| match (bound.is_finite(), exclusive) {
                    (false, _) => None,
                    (true, false) => Some(format!("at {word} {bound}")),
                    (true, true) => Some(format!("{} than {bound}", if word == "least" { "more" } else { "less" })),
                };
                [phrase("least", min), phrase("most", max)].into_iter().flatten().collect::<Vec<_>>().join(" and ")
            }
        };
        (quote!(true #(&& #conditions)*), allowed)
    }
}

fn range(min: impl Display, max: impl Display, no_min: bool, no_max: bool) -> String {
    match (no_min, no_max) {
        (true, true) => "any number of".to_owned(),
        (true, false) => format!("at most {max}"),
        (false, true) => format!("{min} or more"),
        (false, false) => format!("{min} to {max}"),
    }
}

/// Adds the limits to the generated types.
pub(super) fn apply(limits: &[Limit], items: &mut Vec<syn::Item>) -> Result<()> {
    let limits: BTreeMap<&str, &Limit> = limits.iter().map(|limit| (limit.name.as_str(), limit)).collect();
    let mut all = Vec::new();
    let mut limited = BTreeSet::new();
    for mut item in std::mem::take(items) {
        if is_conversion(&item, &limited) {
            continue;
        }
        let limit = match &item {
            syn::Item::Struct(item) => limits.get(item.ident.to_string().as_str()),
            _ => None,
        };
        let conversions = limit.and_then(|limit| Some((limit, limit.make_private(&mut item)?)));
        all.push(item);
        if let Some((limit, inner)) = conversions {
            limited.insert(limit.name.clone());
            all.extend(parse_file(limit.conversions(&inner))?.items);
        }
    }
    *items = all;
    Ok(())
}

impl Limit {
    /// Makes the field of the generated type private, and returns its type.
    fn make_private(&self, item: &mut syn::Item) -> Option<syn::Type> {
        let syn::Item::Struct(item) = item else { return None };
        let field = item.fields.iter_mut().next().filter(|field| field.ident.is_none())?;
        let ty = field.ty.clone();
        let text = quote!(#ty).to_string().replace(' ', "");
        let is_expected = match self.check {
            Check::List { .. } => text.starts_with("Vec<"),
            Check::Integer { .. } => matches!(text.as_str(), "i64" | "i32"),
            Check::Float { .. } => matches!(text.as_str(), "f64" | "f32"),
        };
        if !is_expected {
            return None;
        }
        field.vis = syn::Visibility::Inherited;
        let traits = Traits { serialize: true, deserialize: false };
        item.attrs.iter_mut().for_each(|attribute| types::retain_derives(attribute, traits));
        Some(ty)
    }

    /// Conversions that check the limit.
    fn conversions(&self, inner: &syn::Type) -> TokenStream {
        let name = format_ident!("{}", self.name);
        let text = quote!(#inner).to_string();
        let (condition, allowed) = self.check.condition(&text);
        let message = format!(": `{}` takes {allowed}", self.name);
        let list = matches!(self.check, Check::List { .. });
        let what = if list { quote!(format_args!("{} entries", value.len())) } else { quote!(value) };
        let from_text = (!list).then(|| {
            quote! {
                impl ::std::str::FromStr for #name {
                    type Err = self::error::ConversionError;
                    fn from_str(value: &str) -> Result<Self, self::error::ConversionError> {
                        let parsed = value.parse::<#inner>();
                        parsed.map_err(|error| format!("{value}: {error}"))?.try_into()
                    }
                }
            }
        });
        // The literal `5` is an `i32`.
        let from_small = (text == "i64").then(|| {
            quote! {
                impl TryFrom<i32> for #name {
                    type Error = self::error::ConversionError;
                    fn try_from(value: i32) -> Result<Self, self::error::ConversionError> {
                        i64::from(value).try_into()
                    }
                }
            }
        });
        quote! {
            impl TryFrom<#inner> for #name {
                type Error = self::error::ConversionError;
                fn try_from(value: #inner) -> Result<Self, self::error::ConversionError> {
                    if #condition {
                        Ok(Self(value))
                    } else {
                        Err(format!("{}{}", #what, #message).into())
                    }
                }
            }
            impl<'de> serde::Deserialize<'de> for #name {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    let value = <#inner as serde::Deserialize>::deserialize(from)?;
                    value.try_into().map_err(<D::Error as serde::de::Error>::custom)
                }
            }
            #from_small
            #from_text
        }
    }
}

/// Whether an item is a conversion to one of these types that typify generated: it does not check the limit. It comes
/// after its type.
fn is_conversion(item: &syn::Item, limited: &BTreeSet<String>) -> bool {
    let syn::Item::Impl(item) = item else { return false };
    let Some(last) = item.trait_.as_ref().and_then(|(path, _)| path.segments.last()) else { return false };
    let ty = &item.self_ty;
    ["From", "TryFrom", "FromStr"].iter().any(|name| last.ident == name) && limited.contains(&quote!(#ty).to_string())
}
