fn main() -> std::process::ExitCode {
    heygen_api_codegen::build("openapi")
}
