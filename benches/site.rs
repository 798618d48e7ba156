//! Sites of 1,000 pages of about 1,700 words, side by side with mdBook and Zola on the same Markdown: `MDBOOK=… ZOLA=… cargo bench --bench site`.
//!
//! `benches/peers.sh` gets both. Either may be left out. Every program writes its site anew in each round, in turn; what is counted is the whole of a command, the start of the
//! program too, and not the removal of the last round's files. With `-- edit` it counts what one edit makes again instead. A number is that of the pages in place of 1,000.
//! `CORPUS=FOLDER … -- corpus` only writes the project of 20 brands, for `benches/load.sh`.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark makes its own project and prints what it measured")]

mod corpus;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const ROUNDS: usize = 5;
/// What a project says so that its pages have what pages can have.
const PROJECT: &str = "formats: [html, markdown]\npublishing:\n  answers: true\n  feedback: {url: 'https://feedback.example/'}\n";

fn main() -> Result<()> {
    match std::env::args().find(|argument| ["edit", "corpus"].contains(&argument.as_str())).as_deref() {
        Some("edit") => edit(),
        Some(_) => {
            let folder = std::env::var_os("CORPUS").ok_or("CORPUS names no folder")?;
            project(Path::new(&folder), 20, 50)?;
            Ok(corpus::asked(Path::new(&folder), 50)?)
        }
        None => side_by_side(),
    }
}

/// A command that makes a site, and where.
struct Contender {
    name: String,
    program: PathBuf,
    arguments: Vec<String>,
    folder: PathBuf,
    /// What it writes, from the folder.
    out: &'static str,
    times: Vec<Duration>,
}

fn side_by_side() -> Result<()> {
    let pages = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1_000);
    let place = tempfile::tempdir()?;
    let root = place.path();
    let mut contenders = vec![
        counterpart(&format!("20 brands of {} policies", pages / 20), root, 20, pages / 20, &["--format", "html"])?,
        counterpart(&format!("one brand of {pages} policies"), root, 1, pages, &["--format", "html"])?,
    ];
    let markdown = markdown(&contenders[1])?;
    println!(
        "{} pages, {} words on average",
        markdown.len(),
        markdown.iter().map(|page| page.body.split_whitespace().count()).sum::<usize>() / markdown.len()
    );
    if let Some(program) = std::env::var_os("MDBOOK") {
        let program = Path::new(&program);
        contenders.push(mdbook("mdBook without search", program, root, &markdown, false)?);
        contenders.push(mdbook("mdBook with search", program, root, &markdown, true)?);
    }
    if let Some(program) = std::env::var_os("ZOLA") {
        let program = Path::new(&program);
        contenders.push(zola("Zola with the same features", program, root, &markdown, include_str!("zola/page.html"), true)?);
        contenders.push(zola("Zola with bare pages, without search", program, root, &markdown, include_str!("zola/bare.html"), false)?);
    }
    for round in 0..=ROUNDS {
        for contender in &mut contenders {
            let taken = contender.run()?;
            // The first round fills the system's caches.
            if round > 0 {
                contender.times.push(taken);
            }
        }
    }
    let first = median(&mut contenders[0].times);
    for contender in &mut contenders {
        let (files, bytes) = written(&contender.folder.join(contender.out))?;
        let taken = median(&mut contender.times);
        let ratio = taken.as_secs_f64() / first.as_secs_f64();
        println!("{:<45} {:>6.0} ms  {ratio:>5.2} x  {files:>6} files  {:>4} MB", contender.name, taken.as_secs_f64() * 1e3, bytes / 1_000_000);
    }
    Ok(())
}

impl Contender {
    /// Makes the site anew; how long that took.
    fn run(&self) -> Result<Duration> {
        let out = self.folder.join(self.out);
        if out.exists() {
            fs::remove_dir_all(&out)?;
        }
        let start = Instant::now();
        let run = Command::new(&self.program).args(&self.arguments).current_dir(&self.folder).stdin(Stdio::null()).output()?;
        let taken = start.elapsed();
        // A wrapper may end well where its program did not.
        if run.status.success() && out.exists() { Ok(taken) } else { Err(format!("{}: {}", self.name, String::from_utf8_lossy(&run.stderr)).into()) }
    }
}

fn counterpart(name: &str, root: &Path, brands: usize, policies: usize, more: &[&str]) -> Result<Contender> {
    let folder = root.join(format!("counterpart-{brands}"));
    project(&folder, brands, policies)?;
    let arguments = ["build", "--quiet", "--no-cache"].iter().chain(more).map(|argument| (*argument).to_owned()).collect();
    let program = env!("CARGO_BIN_EXE_counterpart").into();
    Ok(Contender { name: format!("counterpart, {name}"), program, arguments, folder, out: "dist", times: Vec::new() })
}

fn project(folder: &Path, brands: usize, policies: usize) -> Result<()> {
    corpus::write(folder, brands, policies)?;
    Ok(fs::write(folder.join("counterpart.yaml"), PROJECT)?)
}

/// A page for the others.
struct Page {
    stem: String,
    title: String,
    description: String,
    version: String,
    body: String,
}

/// The expanded Markdown of a project's pages, as the compiler writes it.
fn markdown(project: &Contender) -> Result<Vec<Page>> {
    let status =
        Command::new(&project.program).args(["build", "--quiet", "--format", "markdown", "--out", "texts"]).current_dir(&project.folder).status()?;
    if !status.success() {
        return Err("the project does not build".into());
    }
    let folder = project.folder.join("texts/brand-000/markdown");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)?.flatten().map(|entry| entry.path()).filter(|path| is_page(path)).collect();
    files.sort();
    files.iter().map(|file| page(file)).collect()
}

fn is_page(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("policy-")) && path.extension().is_some_and(|extension| extension == "md")
}

fn page(file: &Path) -> Result<Page> {
    let text = fs::read_to_string(file)?;
    let (front, body) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).ok_or("a page without front matter")?;
    let value = |key: &str| {
        let line = front.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": ")).unwrap_or_default();
        line.trim_matches(['"', '\'']).to_owned()
    };
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let title = value("title");
    // The others set the title themselves.
    let body = body.trim_start().strip_prefix(&format!("# {title}\n")).unwrap_or(body).to_owned();
    Ok(Page { stem, title, description: value("description"), version: value("version"), body })
}

fn mdbook(name: &str, program: &Path, root: &Path, pages: &[Page], search: bool) -> Result<Contender> {
    let folder = root.join(format!("mdbook-{search}"));
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("book.toml"), format!("[book]\ntitle = \"Policies\"\nlanguage = \"en\"\n[output.html.search]\nenable = {search}\n"))?;
    let list: String = pages.iter().map(|page| format!("- [{}]({}.md)\n", page.title, page.stem)).collect();
    fs::write(folder.join("src/SUMMARY.md"), format!("# Summary\n\n{list}"))?;
    for page in pages {
        fs::write(folder.join(format!("src/{}.md", page.stem)), format!("# {}\n\n{}", page.title, page.body))?;
    }
    Ok(Contender {
        name: name.to_owned(),
        program: program.to_path_buf(),
        arguments: vec!["build".to_owned()],
        folder,
        out: "book",
        times: Vec::new(),
    })
}

fn zola(name: &str, program: &Path, root: &Path, pages: &[Page], template: &str, search: bool) -> Result<Contender> {
    let folder = root.join(format!("zola-{search}"));
    for part in ["content", "templates", "static"] {
        fs::create_dir_all(folder.join(part))?;
    }
    let config = include_str!("zola/config.toml");
    let wish = |key: &str| (format!("{key} = true"), format!("{key} = {search}"));
    let config =
        ["build_search_index", "generate_feeds"].iter().map(|key| wish(key)).fold(config.to_owned(), |config, (from, to)| config.replace(&from, &to));
    fs::write(folder.join("config.toml"), config)?;
    fs::write(folder.join("content/_index.md"), "+++\nsort_by = \"weight\"\ntemplate = \"section.html\"\n+++\n")?;
    fs::write(folder.join("templates/page.html"), template)?;
    for (name, text) in [("section", include_str!("zola/section.html")), ("all", include_str!("zola/all.html")), ("404", "missing"), ("index", "")] {
        fs::write(folder.join(format!("templates/{name}.html")), text)?;
    }
    for name in ["style.css", "site.js"] {
        fs::write(folder.join("static").join(name), "")?;
    }
    if search {
        // All policies on one page.
        fs::create_dir_all(folder.join("content/all"))?;
        fs::write(folder.join("content/all/_index.md"), "+++\ntitle = \"All policies\"\ntemplate = \"all.html\"\n+++\n")?;
    }
    for (at, page) in pages.iter().enumerate() {
        let Page { stem, title, description, version, body } = page;
        let front = format!(
            "title = \"{title}\"\ndescription = \"{description}\"\ndate = 2026-01-01\nweight = {}\n[extra]\nversion = \"{version}\"\n",
            at + 1
        );
        let body = body.replace("](policy-", "](@/policy-");
        fs::write(folder.join(format!("content/{stem}.md")), format!("+++\n{front}+++\n\n{body}"))?;
    }
    Ok(Contender {
        name: name.to_owned(),
        program: program.to_path_buf(),
        arguments: vec!["build".to_owned()],
        folder,
        out: "public",
        times: Vec::new(),
    })
}

/// What one edit makes again, of 20 brands of 50 policies.
fn edit() -> Result<()> {
    let place = tempfile::tempdir()?;
    let project = counterpart("", place.path(), 20, 50, &[])?;
    let build = || -> Result<(Duration, String)> {
        let start = Instant::now();
        let run = Command::new(&project.program).args(["build", "--format", "html"]).current_dir(&project.folder).output()?;
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        if run.status.success() {
            Ok((start.elapsed(), said.lines().rfind(|line| line.contains(" made")).unwrap_or_default().to_owned()))
        } else {
            Err(said.into())
        }
    };
    let told = |what: &str| -> Result<()> {
        let (taken, said) = build()?;
        println!("{what}: {:.0} ms: {said}", taken.as_secs_f64() * 1e3);
        Ok(())
    };
    told("everything")?;
    told("nothing changed")?;
    change(&project.folder.join("sources/policy-007.md"), "See [", "Look at [")?;
    told("a word in one source, which 20 brands publish")?;
    change(&project.folder.join("brands/brand-003.yaml"), "days: 13", "days: 14")?;
    told("a value of one brand, which 50 of its policies read")
}

fn change(file: &Path, from: &str, to: &str) -> Result<()> {
    let text = fs::read_to_string(file)?;
    fs::write(file, text.replacen(from, to, 1))?;
    Ok(())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// How many files lie in a folder, and their bytes.
fn written(folder: &Path) -> Result<(usize, u64)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let (more, larger) = written(&entry.path())?;
            (files, bytes) = (files + more, bytes + larger);
        } else {
            files += 1;
            bytes += entry.metadata()?.len();
        }
    }
    Ok((files, bytes))
}
