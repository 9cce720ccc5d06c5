//! progenitor writes an `api-version` header into every request, a habit of its authors' servers. HeyGen has no such
//! header: here it is taken out, and where a request has no other, the map that holds it.

use quote::ToTokens;
use syn::{Expr, ImplItem, Item, Stmt};

const MAP: &str = "header_map";

/// How progenitor writes it; a parameter of that name is written in another way.
const HEADER: &str = "from_static (\"api-version\")";

/// Takes the header out of all methods of the module `builder`; the answer is whether it is gone from all the code.
pub fn without_api_version(file: &mut syn::File) -> bool {
    let builder = file.items.iter_mut().find_map(|item| match item {
        Item::Mod(module) if module.ident == "builder" => module.content.as_mut().map(|(_, items)| items),
        _ => None,
    });
    for item in builder.into_iter().flatten() {
        let Item::Impl(item) = item else { continue };
        for method in item.items.iter_mut().filter_map(|item| match item {
            ImplItem::Fn(method) => Some(method),
            _ => None,
        }) {
            send(&mut method.block.stmts);
        }
    }
    !file.to_token_stream().to_string().contains(HEADER)
}

fn send(statements: &mut Vec<Stmt>) {
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
        if let Stmt::Local(syn::Local { init: Some(init), .. }) = statement {
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
