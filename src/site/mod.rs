//! The site: pages around the HTML of documents.
