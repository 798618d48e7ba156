//! Which SVG files are let through: still pictures that draw with their own means alone.
//!
//! Browsers run what is in an SVG and load what it names, and a picture that uses its parts again and again can cost without end. So what may stand in
//! one is listed here, and anything else is refused by its name.

use std::collections::HashMap;

use roxmltree::{Attribute, Document, Error, Node, NodeId, ParsingOptions};

use super::asset::Fault;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// How many elements a picture may draw, each counted as often as it is used.
const MOST_ELEMENTS: usize = 20_000;
/// How many nodes the parser may see: elements, and the text and white space between them.
const MOST_NODES: u32 = 100_000;
/// How many attributes an element may have: the parser holds each against all others.
const MOST_ATTRIBUTES: usize = 1_000;
/// How deep elements may stand in one another, through what they use too.
const DEEPEST: usize = 64;
/// How many CSS pixels a picture may measure, and how far its view box may reach.
const LONGEST: f64 = 10_000.0;
/// How far away anything may be drawn.
const FARTHEST: f64 = 1_000_000.0;
/// How many bytes of style sheets a picture may hold: each rule is held against each element.
const MOST_STYLE: usize = 100_000;

/// The elements of a still drawing, and those that say what it shows. Patterns and markers are not among them: what they cost multiplies with the lines
/// and areas they stand on.
const ELEMENTS: &str = "svg g defs symbol use title desc style path rect circle ellipse line polyline polygon text tspan textPath linearGradient \
    radialGradient stop clipPath mask";

/// The attributes of such elements, without those that hold lengths or words.
const ATTRIBUTES: &str = "alignment-baseline baseline-shift clip clip-path clip-rule clipPathUnits color color-interpolation color-rendering cursor \
    direction display dominant-baseline enable-background fill fill-opacity fill-rule focusable font font-feature-settings font-kerning \
    font-size-adjust font-stretch font-style font-variant font-variation-settings font-weight glyph-orientation-horizontal \
    glyph-orientation-vertical gradientUnits image-rendering isolation lengthAdjust mask mask-type maskContentUnits maskUnits media method \
    mix-blend-mode opacity overflow paint-order pathLength pointer-events preserveAspectRatio shape-rendering side solid-color solid-opacity spacing \
    spreadMethod stop-color stop-opacity stroke stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity style tabindex text-align text-anchor \
    text-decoration text-overflow text-rendering transform-box transform-origin unicode-bidi vector-effect viewBox visibility white-space \
    writing-mode";

/// The attributes that hold lengths and places.
const LENGTHS: &str = "cx cy d dx dy font-size fr fx fy gradientTransform height kerning letter-spacing line-height offset points r refX refY rotate rx \
    ry startOffset stroke-dasharray stroke-dashoffset stroke-width textLength transform width word-spacing x x1 x2 y y1 y2";

/// The attributes that hold words and names, as those do that begin with `aria-` and `data-`.
const WORDS: &str = "baseProfile class font-family id lang role title type version";

/// What is wrong with the text of an SVG; `None` where it is a still picture.
pub(super) fn fault(text: &str) -> Option<Fault> {
    if text.contains("<!DOCTYPE") {
        return Some(Fault::new("holds a DOCTYPE, which is not let through", "delete the line that begins with `<!DOCTYPE`"));
    }
    if text.split('<').any(|tag| tag.matches('=').count() > MOST_ATTRIBUTES) {
        return Some(Fault::new(format!("holds an element with more than {MOST_ATTRIBUTES} attributes"), SIMPLER));
    }
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(Error::NodesLimitReached) => return Some(Fault::new(format!("draws more than {MOST_ELEMENTS} elements"), SIMPLER)),
        Err(error) => return Some(Fault::unsaved(format!("is not an SVG that can be read: {error}"))),
    };
    let root = document.root_element().tag_name();
    if (root.name(), root.namespace()) != ("svg", Some(SVG)) {
        return Some(Fault::unsaved("is not an SVG: its outermost element has to be <svg xmlns=\"http://www.w3.org/2000/svg\">"));
    }
    let ids = ids(&document);
    document.descendants().find_map(|node| node_fault(node, &ids)).or_else(|| cost_fault(&document, &ids))
}

const PLAIN: &str = "save it as \"plain SVG\", or delete what the editor keeps there for itself";
const STILL: &str = "save it as \"plain SVG\" with text and effects turned into paths, or save it as a PNG";
const SIMPLER: &str = "simplify the drawing, or save it as a PNG";
const INSIDE: &str = "draw with what stands in the file: a link is written `#id`, and a paint `url(#id)`";

/// Elements by their ids. Programs differ in which they take where an id stands twice, so all of them are meant.
type Ids<'d, 'i> = HashMap<&'d str, Vec<Node<'d, 'i>>>;

fn ids<'d, 'i>(document: &'d Document<'i>) -> Ids<'d, 'i> {
    let mut ids = Ids::new();
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            ids.entry(id).or_default().push(node);
        }
    }
    ids
}

fn node_fault(node: Node<'_, '_>, ids: &Ids<'_, '_>) -> Option<Fault> {
    if let Some(instruction) = node.pi() {
        let what = format!("holds the processing instruction <?{}?>, which is not let through", instruction.target);
        return Some(Fault::new(what, "delete it; a style is written into the file itself, in <style>"));
    }
    if !node.is_element() {
        return None;
    }
    let name = node.tag_name().name();
    if node.tag_name().namespace() != Some(SVG) {
        return Some(Fault::new(format!("holds the element <{name}> of another language than SVG"), PLAIN));
    }
    if !is_listed(ELEMENTS, name) {
        let hint = if name == "metadata" { PLAIN } else { STILL };
        return Some(Fault::new(format!("holds the element <{name}>, which is not let through"), hint));
    }
    let style = (name == "style").then(|| sheet_fault(node, ids)).flatten();
    style.or_else(|| node.attributes().find_map(attribute_fault)).or_else(|| size_fault(node))
}

fn is_listed(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == name)
}

fn attribute_fault(attribute: Attribute<'_, '_>) -> Option<Fault> {
    let (name, value) = (attribute.name(), attribute.value());
    if is_of_words(attribute.namespace(), name) {
        return None;
    }
    let what = match attribute.namespace() {
        None if name.to_ascii_lowercase().starts_with("on") => format!("holds the script `{name}`, which is not let through"),
        None | Some(XLINK) if name == "href" => return link_fault(name, value),
        None if is_listed(LENGTHS, name) => return length_fault(name, value).or_else(|| style_fault(name, value)),
        None if is_listed(ATTRIBUTES, name) => return style_fault(name, value),
        None | Some(SVG | XLINK | XML) => format!("holds the attribute `{name}`, which is not let through"),
        Some(_) => return Some(Fault::new(format!("holds the attribute `{name}` of another language than SVG"), PLAIN)),
    };
    Some(Fault::new(what, STILL))
}

/// Whether an attribute says something and draws nothing.
fn is_of_words(namespace: Option<&str>, name: &str) -> bool {
    match namespace {
        None => name.starts_with("aria-") || name.starts_with("data-") || is_listed(WORDS, name),
        Some(XLINK) => matches!(name, "title" | "type" | "show" | "actuate"),
        Some(XML) => matches!(name, "space" | "lang" | "id"),
        Some(_) => false,
    }
}

fn link_fault(name: &str, value: &str) -> Option<Fault> {
    let is_own = value.trim().starts_with('#');
    (!is_own).then(|| Fault::new(format!("refers to something outside itself: {name}=\"{}\"", begun(value)), INSIDE))
}

fn begun(value: &str) -> String {
    value.chars().take(60).collect()
}

/// What a style may hold neither in an attribute nor in a sheet. Escapes could write anything else in another way.
fn style_fault(name: &str, value: &str) -> Option<Fault> {
    let lower = value.to_ascii_lowercase();
    if urls(&lower).any(|id| id.is_none()) {
        return Some(Fault::new(format!("refers to something outside itself: {name}=\"{}\"", begun(value)), INSIDE));
    }
    let refused = ["@", "\\", "image-set", "expression", "filter", "javascript:"].into_iter().find(|refused| lower.contains(refused))?;
    Some(Fault::new(format!("holds `{refused}` in `{name}`, which is not let through"), STILL))
}

/// The ids that the `url(…)` of a style lead to; `None` for one that leads out of the file.
fn urls(style: &str) -> impl Iterator<Item = Option<&str>> {
    style.split("url(").skip(1).map(|rest| {
        let target = rest.split(')').next()?.trim().trim_matches(['"', '\'']).trim();
        target.strip_prefix('#')
    })
}

/// What is wrong with a style sheet. What it paints with has to be cheap, since it says of no element how often it does.
fn sheet_fault(node: Node<'_, '_>, ids: &Ids<'_, '_>) -> Option<Fault> {
    let sheet: String = node.descendants().filter(Node::is_text).filter_map(|part| part.text()).collect();
    if sheet.len() > MOST_STYLE {
        return Some(Fault::new(format!("holds more than {MOST_STYLE} bytes of <style>"), SIMPLER));
    }
    if let Some(fault) = style_fault("style", &sheet) {
        return Some(fault);
    }
    let is_paint = |id: &str| ids.get(id).is_none_or(|named| named.iter().all(is_gradient));
    let dear = urls(&sheet).flatten().find(|id| !is_paint(id))?;
    let what = format!("names `#{dear}` in <style>, where only gradients may be named");
    Some(Fault::new(what, "save it with \"presentation attributes\" in place of style sheets"))
}

fn is_gradient(node: &Node<'_, '_>) -> bool {
    matches!(node.tag_name().name(), "linearGradient" | "radialGradient")
}

fn length_fault(name: &str, value: &str) -> Option<Fault> {
    let plain = value.to_ascii_lowercase().replace("e+", "e");
    let mut numbers = plain.split(|c: char| !matches!(c, '0'..='9' | '.' | 'e')).filter_map(|number| number.parse::<f64>().ok());
    numbers.any(|number| number > FARTHEST).then(|| Fault::new(format!("holds a number over {FARTHEST} in `{name}`"), SIMPLER))
}

fn size_fault(node: Node<'_, '_>) -> Option<Fault> {
    let is_frame = node.tag_name().name() == "svg";
    let sides = ["width", "height"].into_iter().filter(|_| is_frame).filter_map(|name| Some((name, pixels(node.attribute(name)?))));
    let view = node.attribute("viewBox").into_iter().flat_map(|view| view.split([' ', ',', '\t', '\n', '\r']).filter(|number| !number.is_empty()));
    let mut all = sides.chain(view.map(|number| ("viewBox", number.parse().ok())));
    let (name, _) = all.find(|(_, length)| !length.is_some_and(|length: f64| length.abs() <= LONGEST))?;
    let what = format!("has a size in `{name}` that is no number, or is over {LONGEST} pixels");
    Some(Fault::new(what, "scale the drawing down; in a page and a PDF it is as sharp at any size"))
}

/// A length in CSS pixels; a part of what is around counts as a number.
fn pixels(length: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 9] =
        [("px", 1.0), ("pt", 4.0 / 3.0), ("pc", 16.0), ("mm", 3.78), ("cm", 37.8), ("in", 96.0), ("em", 16.0), ("ex", 8.0), ("%", 1.0)];
    let length = length.trim();
    let unit = UNITS.into_iter().find_map(|(unit, pixels)| Some((length.strip_suffix(unit)?, pixels)));
    let (number, pixels) = unit.unwrap_or((length, 1.0));
    Some(number.trim().parse::<f64>().ok()? * pixels)
}

fn cost_fault(document: &Document<'_>, ids: &Ids<'_, '_>) -> Option<Fault> {
    let mut costs = Costs { ids, known: HashMap::new() };
    match costs.of(document.root_element(), 1) {
        None => Some(Fault::new(format!("nests deeper than {DEEPEST} levels, or uses a part of itself within that part"), SIMPLER)),
        Some((elements, _)) if elements > MOST_ELEMENTS => Some(Fault::new(format!("draws more than {MOST_ELEMENTS} elements"), SIMPLER)),
        Some(_) => None,
    }
}

/// What it costs to draw an element: how many elements that draws, and how many levels it goes down.
struct Costs<'c, 'd, 'i> {
    ids: &'c Ids<'d, 'i>,
    known: HashMap<NodeId, (usize, usize)>,
}

impl<'d, 'i> Costs<'_, 'd, 'i> {
    /// The cost of an element at a level; `None` where it leads too deep.
    fn of(&mut self, node: Node<'d, 'i>, level: usize) -> Option<(usize, usize)> {
        if let Some((elements, levels)) = self.known.get(&node.id()) {
            return (level + levels <= DEEPEST).then_some((*elements, *levels));
        }
        if level > DEEPEST {
            return None;
        }
        let (mut elements, mut levels) = (1_usize, 0);
        for next in node.children().filter(Node::is_element).chain(self.used_by(node)) {
            let (below, down) = self.of(next, level + 1)?;
            (elements, levels) = (elements.saturating_add(below), levels.max(down + 1));
        }
        self.known.insert(node.id(), (elements, levels));
        Some((elements, levels))
    }

    /// The elements that an element draws beside its own: what it uses, clips and masks with. Gradients are drawn at no cost.
    fn used_by(&self, node: Node<'d, 'i>) -> Vec<Node<'d, 'i>> {
        let link = |attribute: &Attribute<'_, 'i>| attribute.name() == "href";
        let links = node.attributes().filter(link).filter_map(|attribute| attribute.value().trim().strip_prefix('#'));
        let values: Vec<&str> = node.attributes().map(|attribute| attribute.value()).collect();
        let urls = values.into_iter().flat_map(urls).flatten();
        let named = |id: &str| self.ids.get(id).into_iter().flatten().copied().collect::<Vec<_>>();
        let linked = links.flat_map(named);
        linked.chain(urls.flat_map(named).filter(|target| !is_gradient(target))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(content: &str) -> Option<Fault> {
        fault(&format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\" xmlns:i=\"urn:editor\" viewBox=\"0 0 10 10\">{content}</svg>"))
    }

    #[test]
    fn a_plain_svg_passes() {
        let content = "<title>A b</title><defs><linearGradient id=\"g\"><stop offset=\"50%\" style=\"stop-color:#1e9\"/></linearGradient>\
            <clipPath id=\"c\"><circle r=\"1e1\"/></clipPath></defs><style type=\"text/css\">.a{fill:url(#g)}</style>\
            <rect class=\"a\" fill=\"url('#g')\" clip-path=\"url(#c)\" aria-label=\"a@b\"/><use xlink:href=\"#c\"/><path d=\"M1-2e-40\"/>";
        assert_eq!(svg(content), None);
        for shipped in
            ["brands/heavymelon/logo.svg", "brands/pocketcity/logo.svg", "brands/supportress/logo.svg", "sources/security/response-stages.svg"]
        {
            #[expect(clippy::disallowed_methods, reason = "a test looks at the shipped files")]
            let text = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(shipped)).unwrap();
            assert_eq!(fault(&text), None, "{shipped}");
        }
    }

    #[test]
    fn what_is_not_listed_is_refused_by_its_name() {
        let cases = [
            ("<script>alert(1)</script>", "the element <script>"),
            ("<foreignObject/>", "the element <foreignObject>"),
            ("<set/>", "the element <set>"),
            ("<animateTransform/>", "the element <animateTransform>"),
            ("<a href=\"javascript:x\"/>", "the element <a>"),
            ("<filter id=\"f\"><feTurbulence baseFrequency=\"1e30\"/></filter>", "the element <filter>"),
            ("<image href=\"data:image/png;base64,AAAA\"/>", "the element <image>"),
            ("<metadata/>", "the element <metadata>"),
            ("<i:namedview/>", "the element <namedview> of another language"),
            ("<g xmlns=\"\"><path/></g>", "the element <g> of another language"),
            ("<g i:label=\"a\"/>", "the attribute `label` of another language"),
            ("<rect onclick=\"x()\"/>", "the script `onclick`"),
            ("<g xml:base=\"https://example.com\"/>", "the attribute `base`"),
            ("<g filter=\"url(#f)\"/>", "the attribute `filter`"),
            ("<?xml-stylesheet href=\"a.css\"?>", "the processing instruction <?xml-stylesheet?>"),
            ("<use xlink:href=\"other.svg#a\"/>", "outside itself: href"),
            ("<style>@import 'a.css';</style>", "`@` in `style`"),
            ("<style>.a{fill:url(https://example.com)}</style>", "outside itself: style"),
            ("<style>.a{fill:\\75rl(a)}</style>", "`\\` in `style`"),
            ("<g style=\"filter:blur(9px)\"/>", "`filter` in `style`"),
            ("<rect style=\"fill:URL( 'a.svg')\"/>", "outside itself: style"),
            ("<rect fill=\"image-set('a.svg' 1x)\"/>", "`image-set` in `fill`"),
            ("<mask id=\"m\"/><style>.a{mask:url(#m)}</style>", "only gradients"),
        ];
        for (content, what) in cases {
            let found = svg(content).unwrap();
            assert!(found.what.contains(what) && !found.hint.is_empty(), "{content}: {found:?}");
        }
        assert!(fault("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>").unwrap().what.contains("DOCTYPE"));
    }

    #[test]
    fn sizes_are_bounded() {
        for size in ["width=\"1e30\"", "height=\"10001px\"", "width=\"NaN\"", "height=\"200in\"", "viewBox=\"0 0 inf 1\"", "viewBox=\"0 0 1 20000\""]
        {
            assert!(fault(&format!("<svg xmlns=\"{SVG}\" {size}/>")).is_some(), "{size}");
        }
        for size in ["width=\"100%\"", "height=\"12.5mm\"", "viewBox=\"-10,-10 , 30 30\""] {
            assert_eq!(fault(&format!("<svg xmlns=\"{SVG}\" {size}/>")), None, "{size}");
        }
        assert!(svg("<circle r=\"1e+30\"/>").unwrap().what.contains("a number over"));
    }

    #[test]
    fn what_multiplies_is_counted() {
        let most = "<path/>".repeat(MOST_ELEMENTS - 1);
        assert_eq!(svg(&most), None);
        assert!(svg(&format!("{most}<path/>")).unwrap().what.contains("draws more than"));
        assert!(svg(&"<path/>".repeat(200_000)).unwrap().what.contains("draws more than"));
        let doubling: String = (1..40).map(|at| format!("<g id=\"a{at}\"><use href=\"#a{}\"/><use href=\"#a{}\"/></g>", at - 1, at - 1)).collect();
        assert!(svg(&doubling).unwrap().what.contains("nests deeper"));
        assert!(svg(&doubling[..doubling.find("<g id=\"a20").unwrap()]).unwrap().what.contains("draws more than"));
        let masks: String =
            (1..20).map(|at| format!("<mask id=\"a{at}\"><g mask=\"url(#a{})\"/><g style=\"mask:url(#a{})\"/></mask>", at - 1, at - 1)).collect();
        assert!(svg(&masks).unwrap().what.contains("draws more than"));
        assert!(svg("<g id=\"a\"><use href=\"#a\"/></g>").unwrap().what.contains("uses a part of itself"));
        assert!(svg(&format!("{}{}", "<g>".repeat(5000), "</g>".repeat(5000))).unwrap().what.contains("nests deeper"));
        let attributes: String = (0..2000).map(|at| format!(" data-a{at}=\"\"")).collect();
        assert!(svg(&format!("<g{attributes}/>")).unwrap().what.contains("attributes"));
    }
}
