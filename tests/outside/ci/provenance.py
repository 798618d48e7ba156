"""What others' libraries make of provenance: provenance.py ENVELOPE CERTIFICATE DIST

The envelope's signature must hold under the certificate's key for securesystemslib, its statement must be one for in-toto's own classes, and each of its subjects must be the file of that name in DIST.
"""

import base64
import hashlib
import json
import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from google.protobuf import json_format
from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

SCHEMES = {
    "rsa": ["rsa-pkcs1v15-sha256", "rsassa-pss-sha256"],
    "ecdsa": ["ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384"],
    "ed25519": ["ed25519"],
}

line, certificate, dist = (pathlib.Path(argument) for argument in sys.argv[1:])
written = json.loads(line.read_text())
certificate = x509.load_pem_x509_certificate(certificate.read_bytes())
public = certificate.public_key()
spki = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
key_id = hashlib.sha256(spki).hexdigest()
if written["signatures"][0]["keyid"] != key_id:
    sys.exit("provenance: the key's name is not the digest of the key")
if x509.load_pem_x509_certificates(written["signatures"][0]["cert"].encode())[0] != certificate:
    sys.exit("provenance: the first certificate is not the signer's")


def holds(envelope):
    """Whether a signature holds in one of the ways in which the key signs."""
    kind = SSlibKey.from_crypto(public).keytype
    for scheme in SCHEMES[kind]:
        try:
            envelope.verify([SSlibKey.from_crypto(public, key_id, scheme)], 1)
            return True
        except (VerificationError, ValueError):
            continue
    return False


if not holds(Envelope.from_dict(json.loads(line.read_text()))):
    sys.exit("provenance: securesystemslib does not find the signature valid")
payload = base64.b64decode(written["payload"])
changed = dict(json.loads(line.read_text()), payload=base64.b64encode(payload.replace(b"manifest", b"manifesT")).decode())
if holds(Envelope.from_dict(changed)):
    sys.exit("provenance: securesystemslib finds the signature valid over another statement")

statement = json_format.Parse(payload, statement_pb2.Statement())
Statement.copy_from_pb(statement).validate()
predicate = json_format.Parse(json_format.MessageToJson(statement.predicate), provenance_pb2.Provenance())
if statement.predicate_type != "https://slsa.dev/provenance/v1" or not predicate.build_definition.build_type or not predicate.run_details.builder.id:
    sys.exit("provenance: it is no provenance of SLSA, version 1")
for subject in statement.subject:
    if hashlib.sha256((dist / subject.name).read_bytes()).hexdigest() != subject.digest["sha256"]:
        sys.exit(f"provenance: {subject.name} is another file")
print(f"provenance: {len(statement.subject)} subjects, {len(predicate.build_definition.resolved_dependencies)} inputs")
