//! What a pipeline says of itself.

use super::commit::{Commit, id};
use super::material::Run;

/// Who runs this, and from which commit, as GitHub's and GitLab's variables say; nothing where it is no pipeline. `variable` looks one up.
///
/// On GitHub the builder is the workflow, at the reference it was read from; on GitLab it is the runner, as in GitLab's own provenance.
pub fn pipeline(variable: &dyn Fn(&str) -> Option<String>) -> (Run, Option<Commit>) {
    let variable = &|name: &str| variable(name).filter(|text| !text.is_empty());
    if variable("GITHUB_ACTIONS").as_deref() == Some("true") {
        return github(variable);
    }
    if variable("GITLAB_CI").as_deref() == Some("true") {
        return gitlab(variable);
    }
    (Run::default(), None)
}

fn github(variable: &dyn Fn(&str) -> Option<String>) -> (Run, Option<Commit>) {
    let server = variable("GITHUB_SERVER_URL");
    let below = |path: Option<String>| Some(format!("{}/{}", server.as_deref()?, path?));
    let repository = below(variable("GITHUB_REPOSITORY"));
    let invocation =
        || Some(format!("{}/actions/runs/{}/attempts/{}", repository.as_deref()?, variable("GITHUB_RUN_ID")?, variable("GITHUB_RUN_ATTEMPT")?));
    let run = Run { builder: below(variable("GITHUB_WORKFLOW_REF")), invocation: invocation(), ..Run::default() };
    let commit = variable("GITHUB_SHA").and_then(|text| id(&text));
    (run, commit.map(|id| Commit { repository, id }))
}

fn gitlab(variable: &dyn Fn(&str) -> Option<String>) -> (Run, Option<Commit>) {
    let repository = variable("CI_PROJECT_URL");
    let builder = || Some(format!("{}/-/runners/{}", repository.as_deref()?, variable("CI_RUNNER_ID")?));
    let run = Run { builder: builder(), invocation: variable("CI_JOB_URL"), ..Run::default() };
    let commit = variable("CI_COMMIT_SHA").and_then(|text| id(&text));
    (run, commit.map(|id| Commit { repository, id }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef0123456789abcdef01234567";

    fn found(variables: &[(&str, &str)]) -> (Run, Option<Commit>) {
        pipeline(&|name| variables.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned()))
    }

    #[test]
    fn github_names_the_workflow_and_the_attempt() {
        let (run, commit) = found(&[
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_SERVER_URL", "https://github.com"),
            ("GITHUB_REPOSITORY", "team/policies"),
            ("GITHUB_WORKFLOW_REF", "team/policies/.github/workflows/publish.yml@refs/heads/main"),
            ("GITHUB_RUN_ID", "7"),
            ("GITHUB_RUN_ATTEMPT", "2"),
            ("GITHUB_SHA", ID),
        ]);
        assert_eq!(run.builder.as_deref(), Some("https://github.com/team/policies/.github/workflows/publish.yml@refs/heads/main"));
        assert_eq!(run.invocation.as_deref(), Some("https://github.com/team/policies/actions/runs/7/attempts/2"));
        assert_eq!(commit, Some(Commit { repository: Some("https://github.com/team/policies".into()), id: ID.into() }));
    }

    #[test]
    fn gitlab_names_the_runner_and_the_job() {
        let (run, commit) = found(&[
            ("GITLAB_CI", "true"),
            ("CI_PROJECT_URL", "https://gitlab.com/team/policies"),
            ("CI_RUNNER_ID", "12"),
            ("CI_JOB_URL", "https://gitlab.com/team/policies/-/jobs/9"),
            ("CI_COMMIT_SHA", ID),
        ]);
        assert_eq!(run.builder.as_deref(), Some("https://gitlab.com/team/policies/-/runners/12"));
        assert_eq!(run.invocation.as_deref(), Some("https://gitlab.com/team/policies/-/jobs/9"));
        assert_eq!(commit.map(|commit| commit.id).as_deref(), Some(ID));
    }

    #[test]
    fn elsewhere_nothing_is_claimed() {
        assert_eq!(found(&[("GITHUB_SHA", ID), ("CI", "true")]), (Run::default(), None));
        assert_eq!(found(&[("GITHUB_ACTIONS", "true"), ("GITHUB_SHA", "no id"), ("GITHUB_REPOSITORY", "")]), (Run::default(), None));
    }
}
