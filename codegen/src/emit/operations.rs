//! Rewrites the operations that progenitor generates: `send()` calls the runtime of `heygen-api`, and returns its types.
//!
//! progenitor has no setting for that: its `send()` ends in a `match` that loses what a hook knows. So this reads each
//! `send()` statement by statement, and writes it anew. What it does not know is an error that fails the build.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use serde_json::Value;
use syn::parse::Parser;
use syn::{Expr, FnArg, Ident, ImplItem, ImplItemFn, Item, ItemImpl, Pat, Stmt, Type, parse_quote};

use super::progenitor::broken;
use super::tokens::rewrite;
use crate::diagnostic::{Diagnostic, Result};
use crate::document::{RETIREMENT, operations};
use crate::operations::SERVER;

/// What the documents say about an operation, beside what progenitor generates.
#[derive(Clone, Default)]
struct Documented {
    /// Its end of life, and the operation that replaces it.
    retirement: Option<(String, String)>,
    /// Its server, if it is not that of the document.
    server: Option<String>,
}

/// By the ids of the operations.
type Operations = BTreeMap<String, Documented>;

/// Rewrites progenitor's client. Its module `types` is left out.
pub(super) fn rewrite_client(file: syn::File, document: &Value) -> Result<TokenStream> {
    let operations = documented(document);
    let mut output = quote! {
        /// The operations of HeyGen's documents. `Client::from(&client)` creates it from a client of the crate
        /// `heygen-api`, and uses its API key, connections, retries and limits.
        #[derive(Clone, Debug)]
        pub struct Client(::heygen_api::runtime::Client);
        impl From<&::heygen_api::runtime::Client> for Client {
            fn from(client: &::heygen_api::runtime::Client) -> Self {
                Self(client.clone())
            }
        }
    };
    for item in file.items {
        match item {
            Item::Mod(module) if module.ident == "builder" => {
                let builders = module.content.into_iter().flat_map(|(_, items)| items);
                let builders = builders.map(|item| rewrite_builder(item, &operations));
                let builders = builders.collect::<Result<Vec<_>>>()?;
                let attributes = module.attrs;
                output.extend(quote! {
                    #(#attributes)*
                    pub mod builder {
                        use super::types;
                        use ::heygen_api::runtime;
                        #(#builders)*
                    }
                });
            }
            Item::Impl(item) if is_inherent(&item, "Client") => output.extend(rewrite_methods(item)?),
            // What only progenitor's own client needs.
            Item::Use(_) | Item::Const(_) | Item::Impl(_) | Item::Mod(_) => {}
            Item::Struct(item) if item.ident == "Client" => {}
            other => return Err(unknown(&other)),
        }
    }
    Ok(output)
}

fn documented(document: &Value) -> Operations {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let all = operations(document).filter_map(|operation| {
        let retirement = &operation.value[RETIREMENT];
        let retirement = text(&retirement["sunset"]).zip(text(&retirement["replacement"]));
        let server = text(&operation.value[SERVER]);
        Some((text(&operation.value["operationId"])?, Documented { retirement, server }))
    });
    all.collect()
}

/// Whether this is `impl Name` or `impl<'a> Name<'a>`.
fn is_inherent(item: &ItemImpl, name: &str) -> bool {
    item.trait_.is_none() && type_name(&item.self_ty).is_some_and(|ident| ident == name)
}

fn type_name(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(ty) => ty.path.segments.last().map(|segment| &segment.ident),
        _ => None,
    }
}

/// Rewrites `fn operation(&self) -> builder::Operation<'_>`. Constructors are left out.
fn rewrite_methods(mut item: ItemImpl) -> Result<TokenStream> {
    let mut methods = Vec::new();
    for method in item.items {
        let ImplItem::Fn(mut method) = method else { return Err(unknown(&method)) };
        let has_self = matches!(method.sig.inputs.first(), Some(FnArg::Receiver(_)));
        if !has_self {
            continue;
        }
        let syn::ReturnType::Type(_, output) = &method.sig.output else { return Err(unknown(&method)) };
        let Some(builder) = type_name(output) else { return Err(unknown(&method)) };
        let body = method.block.to_token_stream().to_string();
        if body != quote!({ builder::#builder::new(self) }).to_string() {
            return Err(unknown(&method));
        }
        method.block = parse_quote!({ builder::#builder::new(&self.0) });
        method.sig.output = parse_quote!(-> builder::#builder);
        methods.push(ImplItem::Fn(method));
    }
    if methods.is_empty() {
        return Ok(TokenStream::new());
    }
    item.items = methods;
    Ok(item.into_token_stream())
}

/// Rewrites the builder of an operation. It owns its client, so that it can be sent to another task.
fn rewrite_builder(item: Item, documented: &Operations) -> Result<TokenStream> {
    match item {
        Item::Use(_) => Ok(TokenStream::new()),
        Item::Struct(mut item) => {
            item.generics = syn::Generics::default();
            let client = item.fields.iter_mut().find(|field| matches!(field.ty, Type::Reference(_)));
            let Some(client) = client else { return Err(unknown(&item)) };
            client.ty = parse_quote!(runtime::Client);
            Ok(with_runtime_body(item.into_token_stream()))
        }
        Item::Impl(item) => {
            let Some(name) = type_name(&item.self_ty).cloned() else { return Err(unknown(&item)) };
            let mut methods = Vec::new();
            for method in item.items {
                let ImplItem::Fn(method) = method else { return Err(unknown(&method)) };
                methods.push(match method.sig.ident.to_string().as_str() {
                    "new" => rewrite_new(method)?,
                    "send" => rewrite_send(method, documented)?,
                    _ => with_runtime_body(method.into_token_stream()),
                });
            }
            Ok(quote! { impl #name { #(#methods)* } })
        }
        other => Err(unknown(&other)),
    }
}

/// `reqwest::Body` becomes `runtime::reqwest::Body`.
fn with_runtime_body(code: TokenStream) -> TokenStream {
    rewrite(code, &|tokens| {
        let [a, b, c, d, ..] = tokens else { return None };
        let is_body = quote!(#a #b #c #d).to_string() == "reqwest :: Body";
        is_body.then(|| (4, quote!(runtime::reqwest::Body)))
    })
}

/// `Error::InvalidRequest` becomes `runtime::invalid_request`.
fn with_runtime_error(code: TokenStream) -> TokenStream {
    rewrite(code, &|tokens| {
        let [a, b, c, d, ..] = tokens else { return None };
        let is_error = quote!(#a #b #c #d).to_string() == "Error :: InvalidRequest";
        is_error.then(|| (4, quote!(runtime::invalid_request)))
    })
}

/// `Self { client: client, … }` gets a clone of the client.
fn rewrite_new(method: ImplItemFn) -> Result<TokenStream> {
    let [Stmt::Expr(Expr::Struct(literal), None)] = method.block.stmts.as_slice() else {
        return Err(unknown(&method));
    };
    let mut literal = literal.clone();
    let client = literal.fields.iter_mut().find(|field| field.expr.to_token_stream().to_string() == "client");
    let Some(client) = client else { return Err(unknown(&method)) };
    client.expr = parse_quote!(client.clone());
    Ok(quote! { pub(super) fn new(client: &runtime::Client) -> Self { #literal } })
}

/// What `send()` does before it sends.
struct Head {
    client: Ident,
    /// `let Self { client, … } = self;`, and a statement for each value that takes it or returns an error.
    values: Vec<TokenStream>,
    path: String,
    path_values: Vec<Expr>,
    headers: Vec<TokenStream>,
    method: Ident,
    body: Option<TokenStream>,
    query: Vec<TokenStream>,
}

fn rewrite_send(method: ImplItemFn, documented: &Operations) -> Result<TokenStream> {
    let send = || read_send(&method);
    let Some((head, operation, success)) = send() else { return Err(unknown(&method)) };
    let Head { client, values, path, path_values, headers, method: verb, body, query } = head;
    let (body_type, send) = match success.to_token_stream().to_string().as_str() {
        "()" => (quote!(()), quote!(send_empty)),
        "ByteStream" => (quote!(runtime::ByteStream), quote!(send_stream)),
        _ => (quote!(#success), quote!(send)),
    };
    let Documented { retirement, server } = documented.get(&operation).cloned().unwrap_or_default();
    let retired = retirement.map(|(sunset, replacement)| quote!(.retired(#sunset, #replacement)));
    let server = server.map_or(quote!(super::BASE_URL), |server| quote!(#server));
    let attributes = &method.attrs;
    Ok(quote! {
        #(#attributes)*
        pub async fn send(self) -> Result<runtime::Response<#body_type>, runtime::Error> {
            static OPERATION: runtime::Operation =
                runtime::Operation::new(#operation, runtime::Method::#verb, #server, #path) #retired;
            #(#values)*
            runtime::request(&#client, &OPERATION, &[#(#path_values),*])
                #(#headers)* #body #(#query)* .#send().await
        }
    })
}

/// Reads progenitor's `send()`: its head, the id of the operation, and the type of its success. `None` if there is
/// anything in it that is not known.
fn read_send(method: &ImplItemFn) -> Option<(Head, String, Type)> {
    let stmts = &method.block.stmts;
    // The tail begins where progenitor names the operation for its hooks.
    let cut = stmts.iter().position(|stmt| local_expr(stmt).is_some_and(|(_, expr)| is_operation_info(expr)))?;
    let (operation, request) = (operation_id(local_expr(&stmts[cut])?.1)?, local_expr(&stmts[cut.checked_sub(1)?])?.0);
    let head = read_head(&stmts[..cut])?;
    let success = success_type(&method.sig.output)?;
    let is_known =
        tail_text(&stmts[cut..]) == tail_text(&expected_tail(&head.client, &request, &stmts[cut..], &success)?);
    is_known.then_some((head, operation, success))
}

/// The name and the value of `let name = value;`.
fn local_expr(stmt: &Stmt) -> Option<(Ident, &Expr)> {
    let Stmt::Local(local) = stmt else { return None };
    let Pat::Ident(name) = &local.pat else { return None };
    Some((name.ident.clone(), &local.init.as_ref()?.expr))
}

fn is_operation_info(expr: &Expr) -> bool {
    matches!(expr, Expr::Struct(literal) if literal.path.is_ident("OperationInfo"))
}

fn operation_id(info: &Expr) -> Option<String> {
    let Expr::Struct(info) = info else { return None };
    let [id] = info.fields.iter().collect::<Vec<_>>()[..] else { return None };
    string(&id.expr)
}

fn string(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// `T` of `Result<ResponseValue<T>, Error<()>>`.
fn success_type(output: &syn::ReturnType) -> Option<Type> {
    let syn::ReturnType::Type(_, output) = output else { return None };
    let [value, error] = arguments(output, "Result")?.try_into().ok()?;
    let [success] = arguments(&value, "ResponseValue")?.try_into().ok()?;
    (error.to_token_stream().to_string() == quote!(Error<()>).to_string()).then_some(success)
}

fn arguments(ty: &Type, name: &str) -> Option<Vec<Type>> {
    let Type::Path(ty) = ty else { return None };
    let segment = ty.path.segments.last().filter(|segment| segment.ident == name)?;
    let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    let types = arguments.args.iter().map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    });
    types.collect()
}

fn tail_text(stmts: &[Stmt]) -> String {
    quote!(#(#stmts)*).to_string()
}

/// The tail of progenitor's `send()`, with the names of its variables. There are three tails: one decodes the response,
/// one ignores it, and one streams it.
fn expected_tail(client: &Ident, request: &Ident, tail: &[Stmt], success: &Type) -> Option<Vec<Stmt>> {
    let [info, _, result, _, response, _] = tail else { return None };
    let info_stmt = info;
    let ((info, _), (result, _), (response, _)) = (local_expr(info)?, local_expr(result)?, local_expr(response)?);
    let success = match success.to_token_stream().to_string().as_str() {
        "()" => quote!(Ok(ResponseValue::empty(#response))),
        "ByteStream" => quote!(Ok(ResponseValue::stream(#response))),
        _ => quote!(ResponseValue::from_response(#response).await),
    };
    let expected = quote! {
        #info_stmt
        #client.pre(&mut #request, &#info).await?;
        let #result = #client.exec(#request, &#info).await;
        #client.post(&#result, &#info).await?;
        let #response = #result?;
        match #response.status().as_u16() {
            200..=299 => { #success }
            _ => Err(Error::UnexpectedResponse(#response)),
        }
    };
    syn::Block::parse_within.parse2(expected).ok()
}

fn read_head(stmts: &[Stmt]) -> Option<Head> {
    let [destructure, rest @ ..] = stmts else { return None };
    let [rest @ .., request] = rest else { return None };
    let client = client_name(destructure)?;
    let (mut values, mut rest) = (vec![destructure.to_token_stream()], rest.iter());
    let url = loop {
        let stmt = rest.next()?;
        match local_expr(stmt)? {
            (_, Expr::Macro(url)) if url.mac.path.is_ident("format") => break url,
            (_, Expr::Try(_)) => values.push(with_runtime_error(stmt.to_token_stream())),
            _ => return None,
        }
    };
    let (path, path_values) = read_url(url.mac.tokens.clone(), &client)?;
    let header_map = local_expr(rest.next()?)?.0;
    let headers = rest.map(|stmt| read_header(stmt, &header_map)).collect::<Option<Vec<_>>>()?;
    let headers = headers.into_iter().flatten().collect();
    let mut head =
        Head { client, values, path, path_values, headers, method: header_map, body: None, query: Vec::new() };
    read_request(local_expr(request)?.1, &mut head)?;
    Some(head)
}

/// The name of the client in `let Self { client, … } = self;`.
fn client_name(stmt: &Stmt) -> Option<Ident> {
    let Stmt::Local(local) = stmt else { return None };
    let Pat::Struct(pattern) = &local.pat else { return None };
    match &pattern.fields.first()?.member {
        syn::Member::Named(name) => Some(name.clone()),
        syn::Member::Unnamed(_) => None,
    }
}

/// The path and its values in `format!("{}/path/{}", client.baseurl, encode_path(&value.to_string()))`.
fn read_url(arguments: TokenStream, client: &Ident) -> Option<(String, Vec<Expr>)> {
    let arguments = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated.parse2(arguments).ok()?;
    let mut arguments = arguments.into_iter();
    let format = string(&arguments.next()?)?;
    // A fragment is not sent.
    let path = format.strip_prefix("{}")?.split('#').next()?.to_owned();
    if arguments.next()?.to_token_stream().to_string() != quote!(#client.baseurl).to_string() {
        return None;
    }
    let values = arguments.map(|value| match value {
        Expr::Call(call) if call.func.to_token_stream().to_string() == "encode_path" => call.args.first().cloned(),
        _ => None,
    });
    Some((path, values.collect::<Option<_>>()?))
}

/// A header of `header_map.append(name, value.to_string().try_into()?)`, which may be in an `if let Some(value) = …`.
/// progenitor's own header `api-version` is left out, because HeyGen does not document it.
fn read_header(stmt: &Stmt, header_map: &Ident) -> Option<Option<TokenStream>> {
    match stmt {
        Stmt::Expr(Expr::MethodCall(call), Some(_)) => {
            let (name, value) = appended(call, header_map)?;
            let Some(name) = string(&name) else {
                return name.to_token_stream().to_string().contains("api-version").then_some(None);
            };
            Some(Some(quote!(.header(#name, #value))))
        }
        Stmt::Expr(Expr::If(condition), _) => {
            let Expr::Let(condition_let) = &*condition.cond else { return None };
            let [Stmt::Expr(Expr::MethodCall(call), Some(_))] = condition.then_branch.stmts.as_slice() else {
                return None;
            };
            let (name, value) = appended(call, header_map)?;
            let name = string(&name).filter(|_| value.to_string() == quote!(value.to_string()).to_string())?;
            let value = &condition_let.expr;
            // A type with limits has `to_string` of the string in it.
            Some(Some(quote!(.optional_header(#name, #value.map(|value| value.to_string())))))
        }
        _ => None,
    }
}

/// The name and the text of `header_map.append(name, text.try_into()?)`.
fn appended(call: &syn::ExprMethodCall, header_map: &Ident) -> Option<(Expr, TokenStream)> {
    let is_append = call.method == "append" && *header_map == call.receiver.to_token_stream().to_string();
    let [name, value] = call.args.iter().collect::<Vec<_>>()[..] else { return None };
    if !is_append {
        return None;
    }
    let value = match value {
        Expr::Try(value) => match &*value.expr {
            Expr::MethodCall(call) if call.method == "try_into" => call.receiver.to_token_stream(),
            _ => return None,
        },
        value => value.to_token_stream(),
    };
    Some((name.clone(), value))
}

/// Reads `client.client.post(url).json(&body).query(…).headers(header_map).build()?`, from its end.
fn read_request(expr: &Expr, head: &mut Head) -> Option<()> {
    let Expr::Try(expr) = expr else { return None };
    let mut calls = Vec::new();
    let mut receiver = &*expr.expr;
    loop {
        match receiver {
            Expr::MethodCall(call) => {
                calls.push(call);
                receiver = &call.receiver;
            }
            // `.form_urlencoded(&body)?`
            Expr::Try(expr) => receiver = &expr.expr,
            field => {
                let client = &head.client;
                if field.to_token_stream().to_string() != quote!(#client.client).to_string() {
                    return None;
                }
                break;
            }
        }
    }
    head.method = format_ident!("{}", calls.pop()?.method.to_string().to_uppercase());
    for call in calls.into_iter().rev() {
        let arguments: Vec<&Expr> = call.args.iter().collect();
        match (call.method.to_string().as_str(), arguments.as_slice()) {
            ("header", [name, value]) => match read_type(name, value)? {
                // The runtime sets it, if the response is JSON.
                HeaderType::Accept => {}
                HeaderType::ContentType(text) => head.headers.insert(0, quote!(.header("content-type", #text))),
            },
            ("json", [body]) => head.body = Some(quote!(.json(#body))),
            ("form_urlencoded", [body]) => head.body = Some(quote!(.form(#body))),
            ("body", [body]) => head.body = Some(quote!(.bytes(#body))),
            ("query", [parameter]) => head.query.push(read_query(parameter)?),
            ("headers", [_]) | ("build", []) => {}
            _ => return None,
        }
    }
    Some(())
}

enum HeaderType {
    Accept,
    ContentType(String),
}

/// Reads `::reqwest::header::ACCEPT, ::reqwest::header::HeaderValue::from_static("application/json")`.
fn read_type(name: &Expr, value: &Expr) -> Option<HeaderType> {
    let Expr::Call(value) = value else { return None };
    let text = string(value.args.first()?)?;
    let Expr::Path(name) = name else { return None };
    match name.path.segments.last()?.ident.to_string().as_str() {
        "ACCEPT" if text == "application/json" => Some(HeaderType::Accept),
        "CONTENT_TYPE" => Some(HeaderType::ContentType(text)),
        _ => None,
    }
}

/// `&progenitor_client::QueryParam::new("name", &value)` becomes `.query("name", &value)`.
fn read_query(parameter: &Expr) -> Option<TokenStream> {
    let Expr::Reference(parameter) = parameter else { return None };
    let Expr::Call(call) = &*parameter.expr else { return None };
    let path = quote!(progenitor_client::QueryParam::new).to_string();
    let [name, value] = call.args.iter().collect::<Vec<_>>()[..] else { return None };
    (call.func.to_token_stream().to_string() == path).then(|| quote!(.query(#name, #value)))
}

fn unknown(code: &impl ToTokens) -> Diagnostic {
    let code = code.to_token_stream().to_string();
    let beginning: String = code.chars().take(200).collect();
    broken(&format!("codegen/src/emit/operations.rs does not know this code: `{beginning}`"))
}
