//! The object identifiers of this field, by the names the standards give them.

use der::asn1::ObjectIdentifier;

/// Declares identifiers, each with the sentence that says what it names.
macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident = $dotted:literal;)+) => {
        $($(#[$doc])* pub const $name: ObjectIdentifier = ObjectIdentifier::new_unwrap($dotted);)+
    };
}

identifiers! {
    /// MD5 (RFC 1321).
    MD5 = "1.2.840.113549.2.5";
    /// SHA-1 (RFC 3174).
    SHA1 = "1.3.14.3.2.26";
    /// SHA-256 (FIPS 180-4).
    SHA256 = "2.16.840.1.101.3.4.2.1";
    /// SHA-384 (FIPS 180-4).
    SHA384 = "2.16.840.1.101.3.4.2.2";
    /// SHA-512 (FIPS 180-4).
    SHA512 = "2.16.840.1.101.3.4.2.3";

    /// An RSA key, and RSA signatures whose digest stands elsewhere (RFC 3370).
    RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
    /// RSA PKCS #1 v1.5 with MD5.
    MD5_WITH_RSA = "1.2.840.113549.1.1.4";
    /// RSA PKCS #1 v1.5 with SHA-1.
    SHA1_WITH_RSA = "1.2.840.113549.1.1.5";
    /// The mask generation function of RSASSA-PSS (RFC 8017).
    MGF1 = "1.2.840.113549.1.1.8";
    /// RSASSA-PSS (RFC 4056).
    RSASSA_PSS = "1.2.840.113549.1.1.10";
    /// RSA PKCS #1 v1.5 with SHA-256.
    SHA256_WITH_RSA = "1.2.840.113549.1.1.11";
    /// RSA PKCS #1 v1.5 with SHA-384.
    SHA384_WITH_RSA = "1.2.840.113549.1.1.12";
    /// RSA PKCS #1 v1.5 with SHA-512.
    SHA512_WITH_RSA = "1.2.840.113549.1.1.13";
    /// A key on an elliptic curve (RFC 5480).
    EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    /// The curve NIST P-256.
    P256 = "1.2.840.10045.3.1.7";
    /// The curve NIST P-384.
    P384 = "1.3.132.0.34";
    /// The curve NIST P-521.
    P521 = "1.3.132.0.35";
    /// ECDSA with SHA-1.
    ECDSA_WITH_SHA1 = "1.2.840.10045.4.1";
    /// ECDSA with SHA-256.
    ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    /// ECDSA with SHA-384.
    ECDSA_WITH_SHA384 = "1.2.840.10045.4.3.3";
    /// ECDSA with SHA-512.
    ECDSA_WITH_SHA512 = "1.2.840.10045.4.3.4";
    /// Ed25519 (RFC 8410).
    ED25519 = "1.3.101.112";

    /// CMS content of no particular kind (RFC 5652, 4).
    ID_DATA = "1.2.840.113549.1.7.1";
    /// CMS signed data (RFC 5652, 5).
    ID_SIGNED_DATA = "1.2.840.113549.1.7.2";
    /// The content of a timestamp token (RFC 3161).
    ID_CT_TST_INFO = "1.2.840.113549.1.9.16.1.4";
    /// The attribute that names the kind of the content (RFC 5652, 11.1).
    CONTENT_TYPE = "1.2.840.113549.1.9.3";
    /// The attribute that holds the content's digest (RFC 5652, 11.2).
    MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    /// The time a signer claims (RFC 5652, 11.3).
    SIGNING_TIME = "1.2.840.113549.1.9.5";
    /// The signer's certificate by its SHA-1 (RFC 2634).
    SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
    /// The signer's certificate by a digest (RFC 5035).
    SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
    /// A timestamp over a signature (RFC 3161, appendix A).
    SIGNATURE_TIME_STAMP_TOKEN = "1.2.840.113549.1.9.16.2.14";

    /// Common name.
    COMMON_NAME = "2.5.4.3";
    /// Organization.
    ORGANIZATION = "2.5.4.10";
    /// A number that registers an organization (ETSI EN 319 412-1, 5.1.4).
    ORGANIZATION_IDENTIFIER = "2.5.4.97";
    /// An e-mail address inside a name (PKCS #9).
    EMAIL_ADDRESS = "1.2.840.113549.1.9.1";

    /// What a subject's key is called (RFC 5280, 4.2.1.2).
    SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    /// What a key may do (RFC 5280, 4.2.1.3).
    KEY_USAGE = "2.5.29.15";
    /// Further names of a subject (RFC 5280, 4.2.1.6).
    SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    /// Further names of an issuer (RFC 5280, 4.2.1.7).
    ISSUER_ALTERNATIVE_NAME = "2.5.29.18";
    /// Whether a subject issues certificates (RFC 5280, 4.2.1.9).
    BASIC_CONSTRAINTS = "2.5.29.19";
    /// The number of a CRL (RFC 5280, 5.2.3).
    CRL_NUMBER = "2.5.29.20";
    /// Why a certificate was revoked (RFC 5280, 5.3.1).
    REASON_CODE = "2.5.29.21";
    /// Since when a key is not to be trusted (RFC 5280, 5.3.2).
    INVALIDITY_DATE = "2.5.29.24";
    /// Marks a CRL that holds changes alone (RFC 5280, 5.2.4).
    DELTA_CRL_INDICATOR = "2.5.29.27";
    /// What a CRL covers (RFC 5280, 5.2.5).
    ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    /// Which names an authority may issue for (RFC 5280, 4.2.1.10).
    NAME_CONSTRAINTS = "2.5.29.30";
    /// Where CRLs are (RFC 5280, 4.2.1.13).
    CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    /// Under which policies a certificate was issued (RFC 5280, 4.2.1.4).
    CERTIFICATE_POLICIES = "2.5.29.32";
    /// Stands for every policy (RFC 5280, 4.2.1.4).
    ANY_POLICY = "2.5.29.32.0";
    /// Which policies of two authorities are the same (RFC 5280, 4.2.1.5).
    POLICY_MAPPINGS = "2.5.29.33";
    /// What an issuer's key is called (RFC 5280, 4.2.1.1).
    AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    /// Whether policies are required below (RFC 5280, 4.2.1.11).
    POLICY_CONSTRAINTS = "2.5.29.36";
    /// What purposes a key serves (RFC 5280, 4.2.1.12).
    EXTENDED_KEY_USAGE = "2.5.29.37";
    /// Every purpose.
    ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";
    /// Where the changes to a CRL are (RFC 5280, 4.2.1.15).
    FRESHEST_CRL = "2.5.29.46";
    /// Whether "any policy" counts below (RFC 5280, 4.2.1.14).
    INHIBIT_ANY_POLICY = "2.5.29.54";
    /// Where an issuer's services are (RFC 5280, 4.2.2.1).
    AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";
    /// Statements of a qualified certificate (RFC 3739, ETSI EN 319 412-5).
    QC_STATEMENTS = "1.3.6.1.5.5.7.1.3";
    /// That a responder's own certificate is not to be asked about (RFC 6960, 4.2.2.2.1).
    OCSP_NO_CHECK = "1.3.6.1.5.5.7.48.1.5";

    /// An OCSP responder.
    AD_OCSP = "1.3.6.1.5.5.7.48.1";
    /// The issuer's own certificate.
    AD_CA_ISSUERS = "1.3.6.1.5.5.7.48.2";
    /// A basic OCSP response (RFC 6960, 4.2.1).
    OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1";
    /// A nonce of OCSP (RFC 6960, 4.4.1).
    OCSP_NONCE = "1.3.6.1.5.5.7.48.1.2";

    /// Signing e-mail.
    KP_EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
    /// Signing timestamps.
    KP_TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    /// Signing OCSP responses.
    KP_OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
    /// Signing documents (RFC 9336).
    KP_DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36";
    /// Signing documents, as Microsoft names it.
    KP_MICROSOFT_DOCUMENT_SIGNING = "1.3.6.1.4.1.311.10.3.12";
    /// Signing documents, as Adobe names it.
    KP_ADOBE_AUTHENTIC_DOCUMENTS = "1.2.840.113583.1.1.5";

    /// The statement that a certificate is qualified (ETSI EN 319 412-5, 4.2.1).
    QC_COMPLIANCE = "0.4.0.1862.1.1";
    /// The statement that the key lives in a qualified signature creation device (ETSI EN 319 412-5, 4.2.2).
    QC_SSCD = "0.4.0.1862.1.4";
}
