//! What can be typed behind the commands that fill, sign and verify single PDFs, and the one that makes keys to try that with.

use std::path::PathBuf;

use clap::Args;

use super::Written;

/// `dev-cert`.
#[derive(Debug, Args)]
pub(in crate::cli) struct DevCert {
    /// The folder to write them into [default: `dev-cert` in the project]
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) out: Option<PathBuf>,
    /// Who signs for the company; "TEST" is added to every name
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) name: Option<String>,
    /// The company
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) organization: Option<String>,
    /// How many days they are valid
    #[arg(long, value_name = "N", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub(in crate::cli) days: u32,
    /// The kind of the keys
    #[arg(long, value_enum, default_value_t = KeyKind::P256, value_name = "KIND")]
    pub(in crate::cli) algorithm: KeyKind,
    /// Encrypt the keys with the secret found at `env:NAME`, at `file:PATH` or by a `prompt`
    #[arg(long, value_name = "WHERE")]
    pub(in crate::cli) passphrase: Option<String>,
    /// Replace what is there
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

/// A kind of key.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(in crate::cli) enum KeyKind {
    /// ECDSA on the curve P-256
    P256,
    /// ECDSA on the curve P-384
    P384,
    /// RSA with 3072 bits
    Rsa3072,
    /// Ed25519, which few readers know
    Ed25519,
}

/// `sign`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Sign {
    /// The PDFs
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// The profile, from `signing:` in counterpart.yaml [default: the only one]
    #[arg(long, short = 's', value_name = "PROFILE")]
    pub(in crate::cli) profile: Option<String>,
    /// The signature field, in place of the profile's own
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) field: Option<String>,
    /// The brand whose mark, colours and language a visible signature has [default: by the file's folder]
    #[arg(long, value_name = "BRAND")]
    pub(in crate::cli) brand: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) written: Written,
}

/// `fill`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Fill {
    /// The PDF
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// A field and its text; may be given several times
    #[arg(long, value_name = "FIELD=TEXT", conflicts_with = "list")]
    pub(in crate::cli) set: Vec<String>,
    /// A YAML or JSON file with texts by field
    #[arg(long, value_name = "FILE", conflicts_with = "list")]
    pub(in crate::cli) values: Option<PathBuf>,
    /// Print the fields and what they hold, and fill none
    #[arg(long)]
    pub(in crate::cli) list: bool,
    /// The brand whose font and language the texts have [default: by the file's folder]
    #[arg(long, value_name = "BRAND")]
    pub(in crate::cli) brand: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) written: Written,
}

/// `prepare`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Prepare {
    /// The PDF
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// The signer's certificate, and those between it and a root, in PEM or DER
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) certificate: PathBuf,
    /// Sign with RSASSA-PSS, where the key is an RSA key
    #[arg(long)]
    pub(in crate::cli) pss: bool,
    /// The profile that says the reason, the appearance and the rest; its key is not opened [default: an approval without words]
    #[arg(long, short = 's', value_name = "PROFILE")]
    pub(in crate::cli) profile: Option<String>,
    /// The signature field [default: the profile's own]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) field: Option<String>,
    /// The brand whose mark, colours and language a visible signature has [default: by the file's folder]
    #[arg(long, value_name = "BRAND")]
    pub(in crate::cli) brand: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) written: Written,
}

/// `embed`.
#[derive(Debug, Args)]
#[group(id = "made", required = true, multiple = false, args = ["signature", "message"])]
pub(in crate::cli) struct Embed {
    /// The prepared PDF
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// The signature over what `prepare` gave to be signed: its bytes
    #[arg(long, value_name = "FILE", requires = "certificate")]
    pub(in crate::cli) signature: Option<PathBuf>,
    /// A whole signed message over the file's digest: CMS in DER (RFC 5652)
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) message: Option<PathBuf>,
    /// The signer's certificate as it was given to `prepare`
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) certificate: Option<PathBuf>,
    /// Whether the signature was made with RSASSA-PSS
    #[arg(long)]
    pub(in crate::cli) pss: bool,
    #[command(flatten)]
    pub(in crate::cli) written: Written,
}

/// `extend`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Extend {
    /// The signed PDFs
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// The profile whose level is to be reached, with its timestamp authority [default: the only one]
    #[arg(long, short = 's', value_name = "PROFILE")]
    pub(in crate::cli) profile: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) written: Written,
}

/// `verify`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Verify {
    /// The PDFs
    #[arg(required_unless_present = "manifest", value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// The manifest of the build that the files must come from; without FILE, every signed file it lists is verified
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) manifest: Option<PathBuf>,
    /// A file or folder with the certificates that are trusted, in PEM or DER; may be given several times
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) trust: Vec<PathBuf>,
    /// Be content where nothing was changed, whoever signed
    #[arg(long)]
    pub(in crate::cli) integrity_only: bool,
    /// Verify as of this time, as 2031-01-01T00:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(in crate::cli) at: Option<jiff::Timestamp>,
    /// Ask the authorities that the certificates name whether they were revoked
    #[arg(long)]
    pub(in crate::cli) online: bool,
    /// A list of revoked certificates, in PEM or DER; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) crl: Vec<PathBuf>,
}

fn time(text: &str) -> Result<jiff::Timestamp, &'static str> {
    text.parse().map_err(|_| "write a day, a time and its offset from UTC, such as 2031-01-01T00:00:00Z or 2031-01-01T01:00:00+01:00")
}
