"""pyHanko's side of `cargo bench --bench sign`: sign_pyhanko.py DOCUMENT KEY.pem CERTIFICATE.pem FIELD COUNT.

Says `ready`; then, for each line that comes in, signs the document COUNT times in memory and says how many milliseconds one took.
"""

import io
import sys
import time

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.stamp import TextStampStyle


def main():
    document, key, certificate, field, count = sys.argv[1:]
    with open(document, "rb") as stream:
        data = stream.read()
    signer = SimpleSigner.load(key, certificate)
    what = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason="I approve this agreement")
    pdf_signer = PdfSigner(what, signer=signer, stamp_style=TextStampStyle())

    def sign():
        pdf_signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data), strict=False), existing_fields_only=True, in_place=False)

    sign()
    print("ready", flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        for _ in range(int(count)):
            sign()
        print((time.perf_counter() - start) * 1e3 / int(count), flush=True)


main()
