//! What is changed in the code that makes a request.
//!
//! progenitor writes an `api-version` header into every request, a habit of its authors' servers. HeyGen has no such
//! header: here it is taken out, and where a request has no other, the map that holds it.
//!
//! It writes the whole URL as text, which reqwest parses. The base URL was parsed when the client was built: to parse it for each call
//! costs more than all else that this crate does for one, so the code asks for the path alone. And it lets a value of `..` lead to
//! another operation's path, so src/path.rs fills in the values.
//!
//! And it gives a body away to be sent. The hand-written layer has it by reference, so there is a function that makes the request from that.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{
    Expr, ExprLit, Field, GenericArgument, ImplItem, ImplItemFn, Item, Lit, Local, PathArguments, Stmt, Token, Type,
    parse_quote,
};

const MAP: &str = "header_map";

/// How progenitor writes it; a parameter of that name is written in another way.
const HEADER: &str = "from_static (\"api-version\")";

/// How progenitor puts a value into a path.
const ENCODE: &str = "encode_path (";

/// Changes all methods of the module `builder`.
///
/// # Errors
/// What is still written as progenitor writes it.
pub fn mend(file: &mut syn::File) -> Result<(), &'static str> {
    let builder = file.items.iter_mut().find_map(|item| match item {
        Item::Mod(module) if module.ident == "builder" => module.content.as_mut().map(|(_, items)| items),
        _ => None,
    });
    let builder = builder.into_iter().flatten();
    let mut body = None;
    for item in builder {
        if let Item::Struct(item) = item {
            body = item.fields.iter().find(|field| field.ident.as_ref().is_some_and(|name| name == "body")).cloned();
        }
        let Item::Impl(item) = item else { continue };
        for method in item.items.iter_mut().filter_map(|item| match item {
            ImplItem::Fn(method) => Some(method),
            _ => None,
        }) {
            method.block.stmts.iter_mut().for_each(parsed_base);
            without_api_version(&mut method.block.stmts);
        }
        let made = item.items.iter().find_map(|method| match method {
            ImplItem::Fn(send) if send.sig.ident == "send" => request(send, body.take()?),
            _ => None,
        });
        item.items.extend(made);
    }
    let code = text(file);
    match [HEADER, ENCODE].into_iter().find(|left| code.contains(left)) {
        Some(left) => Err(left),
        None => Ok(()),
    }
}

/// `format!("{}/path/{}", client.baseurl, encode_path(id))` becomes `client.inner.url("/path/{}", &[id])?`, and one that is
/// always the same `client.inner.fixed_url("/path")?`.
fn parsed_base(statement: &mut Stmt) {
    let Stmt::Local(Local { init: Some(init), .. }) = statement else { return };
    let Expr::Macro(call) = &*init.expr else { return };
    let Ok(arguments) = call.mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated) else { return };
    let mut arguments = arguments.into_iter();
    let (Some(Expr::Lit(ExprLit { lit: Lit::Str(format), .. })), Some(base)) = (arguments.next(), arguments.next())
    else {
        return;
    };
    let format = format.value();
    let Some(path) = format.strip_prefix("{}").filter(|_| text(&base) == "client . baseurl") else { return };
    // A fragment is not sent.
    let path = path.split('#').next().unwrap_or_default();
    let values: Vec<Expr> = arguments.map(without_encoding).collect();
    init.expr = match values.as_slice() {
        [] => parse_quote!(client.inner.fixed_url(#path)?),
        values => parse_quote!(client.inner.url(#path, &[#(#values),*])?),
    };
}

/// The argument of `encode_path(argument)`.
fn without_encoding(value: Expr) -> Expr {
    match &value {
        Expr::Call(call) if text(&call.func) == "encode_path" => call.args.first().cloned().unwrap_or(value),
        _ => value,
    }
}

/// `request(client, body)` beside a `send` of a body and nothing else, with the same statements.
fn request(send: &ImplItemFn, body: Field) -> Option<ImplItem> {
    let statements = &send.block.stmts;
    let name = |statement: &Stmt| match statement {
        Stmt::Local(local) => text(&local.pat),
        _ => String::new(),
    };
    let end = statements.iter().position(|statement| name(statement) == "mut request")?;
    let [fields, given, made @ ..] = statements.get(..=end)? else { return None };
    if name(fields) != "Self { client , body , }" || name(given) != "body" {
        return None;
    }
    let ty = body_type(body.ty)?;
    Some(parse_quote! {
        /// The request that `send` makes, before the hooks.
        #[allow(dead_code)]
        pub(crate) fn request(client: &super::Client, body: &#ty) -> Result<reqwest::Request, Error<()>> {
            #(#made)*
            Ok(request)
        }
    })
}

/// `types::Name` of the field `body: Result<types::builder::Name, String>`. Other bodies are no JSON of a schema with a name.
fn body_type(field: Type) -> Option<Type> {
    let Type::Path(result) = field else { return None };
    let PathArguments::AngleBracketed(arguments) = &result.path.segments.last()?.arguments else { return None };
    let GenericArgument::Type(Type::Path(ty)) = arguments.args.first()? else { return None };
    if ty.path.segments.first()?.ident != "types" {
        return None;
    }
    let mut ty = ty.clone();
    ty.path.segments = ty.path.segments.into_iter().filter(|segment| segment.ident != "builder").collect();
    Some(Type::Path(ty))
}

fn without_api_version(statements: &mut Vec<Stmt>) {
    let before = statements.len();
    statements.retain(|statement| !text(statement).contains(HEADER));
    if statements.len() == before {
        return;
    }
    let declares = |statement: &Stmt| matches!(statement, Stmt::Local(local) if text(&local.pat).ends_with(MAP));
    let of_map: Vec<&Stmt> = statements.iter().filter(|statement| text(statement).contains(MAP)).collect();
    // Declared, and given to the request: nothing is put into it.
    if of_map.len() != 2 {
        return;
    }
    statements.retain(|statement| !declares(statement));
    for statement in statements {
        if let Stmt::Local(Local { init: Some(init), .. }) = statement {
            without_headers(&mut init.expr);
        }
    }
}

/// Takes `.headers(header_map)` out of a chain of calls.
fn without_headers(expression: &mut Expr) {
    match expression {
        Expr::Try(inner) => without_headers(&mut inner.expr),
        Expr::MethodCall(call) if call.method == "headers" && call.args.iter().any(|it| text(it) == MAP) => {
            *expression = (*call.receiver).clone();
        }
        Expr::MethodCall(call) => without_headers(&mut call.receiver),
        _ => {}
    }
}

fn text(node: &impl ToTokens) -> String {
    node.to_token_stream().to_string()
}
