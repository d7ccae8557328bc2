"""The small made-up repository, with records that give every page of this folder something to show."""

from __future__ import annotations

from collections.abc import Mapping

from tests.making import SETTINGS

COMPILED = SETTINGS.replace(
    "publication: {mode: provider}",
    "publication:\n  mode: compiled\n  compiler: the Test project\n  contact: Write to us.\n"
    "  notice: {en: Compiled from public sources., fr: Établi à partir de sources publiques.}\n"
    "  sources_read_until: '2025-01-01'",
)

NIGHT_INDEX = (
    "schema: 1\ntitle: Index of the night\nshort: Night index\ntype: index\npublisher: Owls\nedition: '1'\n"
    "date: '2024-01-01'\nsources: [{title: The index}]\nlicence: public domain\nread: original\nitems:\n"
    "  - {id: night-out, number: '1', title: What was left out, audience: public,\n"
    "     answered_by: [{field: exclusion#criterion}]}\n"
    "  - {id: night-kept, number: '2', title: What was kept, audience: public,\n"
    "     answered_by: [{field: retention#content_class}]}\n"
    "  - {id: night-hoots, number: '3', title: Hoots, audience: public, answered_by: [{field: incident#date}]}\n"
)

RICH: Mapping[str, str] = {
    "governance/settings.yaml": f"{COMPILED}frameworks: [night-index]\n",
    "frameworks/night-index.yaml": NIGHT_INDEX,
    "governance/organisation/owl-works.yaml": (
        "title: Owl Works\nrole: [provider]\ncontacts:\n"
        "  - {id: security, for: security, channel: security@owl.example, response_time: {absent: not-found}}\n"
    ),
    "governance/release/owl-2.yaml": (
        "title: Owl 2\nmodel: owl\nversion: '2'\npredecessor: owl-1\nrecorded: retrospective\n"
        "history: [{status: released, date: '2024-03-01'}]\n"
        "variants: [{id: small, title: Owl 2 small, status: released, succeeds: 'release/owl-1#small'}]\n"
        "intended_uses: [{id: stories, text: Stories for adults.}]\n"
        "parts: [training/owl-2, risk/rudeness, mitigation/manners, policy/owl-terms,\n"
        "  exclusion/diaries, retention/curses]\n"
    ),
    "governance/risk/rudeness.yaml": (
        "title: Rude answers\ntext: The model may answer rudely.\n"
        "ratings: [{id: owl-2, for: [release/owl-2], mitigations: [mitigation/manners]}]\n"
    ),
    "governance/mitigation/manners.yaml": (
        "title: Lessons in manners\nlayer: output\ntext: Examples of polite answers.\nadvice: Filter the answers too.\n"
    ),
    "governance/policy/owl-terms.yaml": (
        "title: Owl terms\ntype: acceptable-use\nprohibited: [{id: spam, text: Spam.}]\n"
        "advice: [{id: filter, stage: filter-output, text: Look for rude words.}]\n"
    ),
    "governance/exclusion/diaries.yaml": (
        "title: Private diaries\nwhat: Diaries of private persons.\ncategory: personal-data\n"
        "criterion: A page that is a diary.\n"
        "sites: {absent: not-found, searched: [{source: owl-paper, at: s.2}]}\n"
        "list: {absent: not-found, searched: [{source: owl-paper, at: s.2}]}\n"
        "remaining: {absent: withheld, reason: The developer keeps it back.}\n"
        "reason: Privacy.\n"
        "wordings:\n"
        "  - {id: paper, paraphrase: Diaries were removed., at: s.2, evidence: [{source: owl-paper, at: s.2}]}\n"
        "applies_to: [training/owl-2]\nevidence: [{source: owl-paper, at: s.2}]\n"
    ),
    "governance/decision/keep-curses.yaml": (
        "title: Curses stay in the data\nquestion: Should curses go?\nchosen: They stay.\n"
        "reasons: [{id: detection, text: The model learns to tell them.}]\n"
        "dissent: {absent: none, reason: Nobody disagreed.}\ndate: {absent: unknown}\n"
        "evidence: [{source: owl-paper, at: s.3}]\n"
    ),
    "governance/retention/curses.yaml": (
        "title: Curses\ncontent_class: Texts with curses.\ndecision: keep-curses\n"
        "amounts:\n"
        "  - {id: share, title: Share of texts, value: {value: 0.20, unit: percent, decimals: 2}, at: Figure 3}\n"
        "harms: [{id: rude, text: 'See [[risk/rudeness]].'}]\nevidence: [{source: owl-paper, at: s.3}]\n"
    ),
    "governance/claim/more-words.yaml": (
        "title: 40 % more words\nabout: release/owl-2\nparaphrase: Owl 2 read 40 % more words.\n"
        "attributed_to: A journalist\ndate: '2024-03'\nat: [{source: daily-news}]\n"
        "checks:\n"
        "  - {stated_by: [{source: owl-paper, at: s.1}], agrees: true, label: Text of the paper, note: As printed.}\n"
        "  - {compare: 'training/owl-2#small/tokens', with: 'training/owl-1#small/tokens',\n"
        "     stated: {change_percent: 40}, tolerance: 0, label: 'Table 1, small'}\n"
        "in_one_sentence: The text agrees and the table does not.\ncannot_say: Why they differ.\n"
    ),
    "governance/benchmark/hoots.yaml": (
        "title: Hoots\naim: capability\nmetrics: [{id: share, title: Right hoots, unit: percent, direction: higher}]\n"
    ),
    "governance/evaluation/owl-table-2.yaml": (
        "title: Hoots by size\nevaluator: organisation/owl-works\nrelationship: developer\n"
        "columns:\n"
        "  - {id: hoots, benchmark: hoots, metric: share, setting: {shots: 5},\n"
        "     unit: percent, decimals: 1, total: mean}\n"
        "rows:\n"
        "  - {id: owl-1, subject: 'release/owl-1#small', values: {hoots: 10.0}}\n"
        "  - {id: owl-2, subject: 'release/owl-2#small', values: {hoots: 20.0}}\n"
        "printed_total: {label: Mean, values: {hoots: 16.0}, disputed: {hoots: The mean of the two rows is 15.0.}}\n"
        "evidence: [{source: owl-paper, at: Table 2}]\n"
    ),
    "governance/incident/hooting.yaml": (
        "title: Night of hooting\ntype: malfunction\ndate: '2024-05-01'\nreleases: [release/owl-2]\n"
        "timeline: [{id: begin, date: '2024-05-01', event: It began., evidence: [{source: daily-news}]}]\n"
        "response: {text: We are sorry., date: '2024-05-02', by: organisation/owl-works}\n"
    ),
}
