"""What pyHanko makes of signed PDFs: judge.py [--long-term] ROOT.pem FILE...

Each signature and each document timestamp of each file must hold: unchanged, signed by the key of its certificate, trusted under the root, and followed by nothing that it
forbids. With --long-term, the file itself must bring what proves that no certificate was revoked, as a reader needs it years later.
"""

import argparse
import logging
import sys

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext


def holds(signature, context):
    """Whether one signature or document timestamp holds, and pyHanko's own summary of it."""
    if signature.sig_object.get("/Type") == "/DocTimeStamp":
        status = validate_pdf_timestamp(signature, context)
        return status.intact and status.valid and status.trusted, status.summary()
    status = validate_pdf_signature(signature, context, ts_validation_context=context)
    return status.bottom_line, status.summary()


def by_what_it_brings(reader, roots):
    """What to validate by years later: the file's own store, without which nothing is known of revocation and nothing holds."""
    known = {"trust_roots": roots, "allow_fetching": False, "revocation_mode": "hard-fail"}
    return DocumentSecurityStore.read_dss(reader).as_validation_context(known)


def judge(path, roots, long_term):
    """The findings of one file: pairs of whether something holds and what is to be said of it."""
    with open(path, "rb") as stream:
        reader = PdfFileReader(stream)
        if not reader.embedded_signatures:
            yield False, "has no signature"
        for signature in reader.embedded_signatures:
            context = by_what_it_brings(reader, roots) if long_term else ValidationContext(trust_roots=roots, allow_fetching=False)
            good, summary = holds(signature, context)
            yield good, f"{signature.field_name}: {summary}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--long-term", action="store_true")
    parser.add_argument("root")
    parser.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    roots = list(load_certs_from_pemder([arguments.root]))
    failed = 0
    for path in arguments.files:
        try:
            findings = list(judge(path, roots, arguments.long_term))
        except Exception as error:  # Whatever makes the judge fall over is no good file.
            findings = [(False, f"{type(error).__name__}: {error}")]
        for good, said in findings:
            if not good:
                print(f"pyHanko: {path}: {said}")
        failed += not all(good for good, _ in findings)
    sys.exit(1 if failed else 0)


main()
