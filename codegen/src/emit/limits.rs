//! Generates checks for limits of requests that typify does not check: the number of entries of an array, and the
//! size of a number.
//!
//! A schema with such a limit is a component, so typify generates `struct Name(pub T)` for it. Its field becomes
//! private here, and its conversions check the limit: an invalid value cannot be built.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use serde_json::{Map, Value};

use super::progenitor::parse_file;
use super::types::{self, Traits, is_type};
use crate::diagnostic::Result;
use crate::document::components;
use crate::keywords::is_of_type;

/// The limits of one component.
pub(super) struct Limit {
    name: String,
    /// `array`, `integer` or `number`.
    kind: String,
    /// On the variable `value`.
    conditions: Vec<TokenStream>,
    /// What they allow, for messages.
    allowed: String,
}

/// Takes the limits from the components. typify would use other types for numbers with limits, and check only some of
/// them.
pub(super) fn take_limits(document: &mut Value) -> Vec<Limit> {
    let limits = components::schemas_mut(document).filter_map(|(name, schema)| {
        let schema = schema.as_object_mut()?;
        let limit = Limit::read_schema(name, schema)?;
        schema.retain(|key, _| !is_of_type(key, "number"));
        Some(limit)
    });
    limits.collect()
}

impl Limit {
    fn read_schema(name: &str, schema: &Map<String, Value>) -> Option<Self> {
        let kind = schema.get("type")?.as_str()?;
        let number = |key: &str| schema.get(key).and_then(Value::as_f64);
        let count = |key: &str| usize::try_from(schema.get(key)?.as_u64()?).ok();
        let flag = |key: &str| schema.get(key).and_then(Value::as_bool).unwrap_or_default();
        let (mut conditions, mut allowed) = (Vec::new(), Vec::new());
        match kind {
            "array" => {
                let min = count("minItems").filter(|min| *min > 0);
                let range = add_range(&mut conditions, &quote!(value.len()), min, count("maxItems"));
                allowed.push(format!("{} entries", range.as_deref().unwrap_or("any number of")));
                if flag("uniqueItems") {
                    conditions
                        .push(quote!(value.iter().enumerate().all(|(index, entry)| !value[..index].contains(entry))));
                    allowed.push("all different".to_owned());
                }
            }
            "integer" => {
                // A cast of a float to an integer stops at the integer's bounds.
                let step_if = |exclusive: &str, bound: f64| i64::from(flag(exclusive) && bound.fract() == 0.0);
                let min =
                    number("minimum").map(|min| (min.ceil() as i64).saturating_add(step_if("exclusiveMinimum", min)));
                let max =
                    number("maximum").map(|max| (max.floor() as i64).saturating_sub(step_if("exclusiveMaximum", max)));
                let (min, max) = (min.filter(|min| *min > i64::MIN), max.filter(|max| *max < i64::MAX));
                allowed.extend(add_range(&mut conditions, &quote!(i64::from(value)), min, max));
                if let Some(step) = schema.get("multipleOf").and_then(Value::as_i64).filter(|step| *step > 1) {
                    conditions.push(quote!(i64::from(value) % #step == 0));
                    allowed.push(format!("a multiple of {step}"));
                }
            }
            "number" => {
                let mut bound = |key: &str, sign: TokenStream, words: &str| {
                    let Some(bound) = number(key) else { return };
                    conditions.push(quote!(f64::from(value) #sign #bound));
                    allowed.push(format!("{words} {bound}"));
                };
                match flag("exclusiveMinimum") {
                    true => bound("minimum", quote!(>), "more than"),
                    false => bound("minimum", quote!(>=), "at least"),
                }
                match flag("exclusiveMaximum") {
                    true => bound("maximum", quote!(<), "less than"),
                    false => bound("maximum", quote!(<=), "at most"),
                }
            }
            _ => {}
        }
        let allowed = allowed.join(if kind == "number" { " and " } else { ", " });
        (!conditions.is_empty()).then(|| Self { name: name.to_owned(), kind: kind.to_owned(), conditions, allowed })
    }
}

/// Adds the condition that `value` is in a range, and returns what that allows.
fn add_range<T: ToTokens + Display>(
    conditions: &mut Vec<TokenStream>,
    value: &TokenStream,
    min: Option<T>,
    max: Option<T>,
) -> Option<String> {
    let (condition, allowed) = match (min, max) {
        (None, None) => return None,
        (None, Some(max)) => (quote!(#value <= #max), format!("at most {max}")),
        (Some(min), None) => (quote!(#value >= #min), format!("{min} or more")),
        (Some(min), Some(max)) => (quote!((#min..=#max).contains(&#value)), format!("{min} to {max}")),
    };
    conditions.push(condition);
    Some(allowed)
}

/// Adds the limits to the generated types.
pub(super) fn add_limits(limits: &[Limit], items: &mut Vec<syn::Item>) -> Result<()> {
    let limits: BTreeMap<&str, &Limit> = limits.iter().map(|limit| (limit.name.as_str(), limit)).collect();
    let mut all = Vec::new();
    let mut limited = BTreeSet::new();
    for mut item in std::mem::take(items) {
        // The conversions that typify generates do not check the limit. They come after their type.
        if types::implemented_trait(&item)
            .is_some_and(|name| ["From", "TryFrom", "FromStr"].iter().any(|it| name == it))
            && types::type_name(&item).is_some_and(|name| limited.contains(&name))
        {
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
            all.extend(parse_file(limit.checked_conversions(&inner))?.items);
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
        let is_expected = match self.kind.as_str() {
            "array" => text.starts_with("Vec<"),
            "integer" => matches!(text.as_str(), "i64" | "i32"),
            _ => matches!(text.as_str(), "f64" | "f32"),
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
    fn checked_conversions(&self, inner: &syn::Type) -> TokenStream {
        let name = format_ident!("{}", self.name);
        let (conditions, is_list) = (&self.conditions, self.kind == "array");
        let message = format!(": `{}` takes {}", self.name, self.allowed);
        let what = if is_list { quote!(format_args!("{} entries", value.len())) } else { quote!(value) };
        let from_text = (!is_list).then(|| {
            quote! {
                impl ::std::str::FromStr for #name {
                    type Err = runtime::ConversionError;
                    fn from_str(value: &str) -> Result<Self, runtime::ConversionError> {
                        let parsed = value.parse::<#inner>();
                        parsed.map_err(|error| format!("{value}: {error}"))?.try_into()
                    }
                }
            }
        });
        // The literal `5` is an `i32`.
        let from_small = is_type(inner, "i64").then(|| {
            quote! {
                impl TryFrom<i32> for #name {
                    type Error = runtime::ConversionError;
                    fn try_from(value: i32) -> Result<Self, runtime::ConversionError> {
                        i64::from(value).try_into()
                    }
                }
            }
        });
        quote! {
            impl TryFrom<#inner> for #name {
                type Error = runtime::ConversionError;
                fn try_from(value: #inner) -> Result<Self, runtime::ConversionError> {
                    if #(#conditions)&&* {
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
