"""What the script of the report's page says, by the names it has there; it fills in what stands for `{0}`, `{1}`."""

from collections.abc import Mapping

from qualcode.wording import later, plural

PHRASES: Mapping[str, str | tuple[str, str]] = {
    "transcripts": later("Transcripts"),
    # Filters
    "filters": later("Filters"),
    "filters_on": later("Filters ({0})"),
    "all": later("all"),
    "code": later("Code or theme"),
    "coder": later("Coder"),
    "speaker": later("Who speaks"),
    "transcript": later("Transcript"),
    "participants": later("all participants"),
    "interviewers": later("all interviewers"),
    "clear": later("Clear all filters"),
    "by": later("Compare groups by"),
    "by_none": later("no groups"),
    "order": later("Order of excerpts"),
    "order_typical": later("the most typical first"),
    "order_longest": later("the longest first"),
    "order_place": later("as they stand"),
    "paper": later("On paper"),
    "paper_shown": later("what is shown now"),
    "paper_excerpts": later("all excerpts"),
    "paper_all": later("all excerpts and transcripts"),
    "left": later("… and {0} more."),
    "missing": later("no value"),
    "shown": later("Showing {0} in {1} from {2}."),
    "nothing": later("Nothing fits these filters."),
    "active": later("Filters: {0}"),
    # Counts
    "n_coding": plural("{0} coding", "{0} codings"),
    "n_excerpt": plural("{0} excerpt", "{0} excerpts"),
    "n_transcript": plural("{0} transcript", "{0} transcripts"),
    "of": later("{0} of {1}"),
    "codings": later("Codings"),
    "excerpts": later("Excerpts"),
    "speakers": later("Voices"),
    "offices": later("Offices"),
    "words": later("Participants’ words"),
    "coders": later("Coders"),
    "codes_used": later("Codes in use"),
    "per_1000": later("Codings per 1,000 words"),
    "group": later("Group"),
    "everyone": later("all"),
    # Themes
    "typical": later("typical"),
    "numbers_of": later("Numbers of {0}"),
    "below": later("Codes below the theme"),
    "below_caption": later("In how many of the group’s transcripts each code is used."),
    "itself": later("the theme itself"),
    "more": later("Show {0} more"),
    "more_of": later("Show {0} more of “{1}”, {2}"),
    "to_place": later("See the place in the transcript"),
    "segment": later("segment"),
    "coded_by": later("coded by {0}"),
    "memo": later("Memo"),
    "differs": later("Difference between the groups"),
    "difference_of": later("{0} against {1}"),
    "difference_is": later(
        "{0} percentage points, mean over offices ({1} against {2} offices where the theme is coded)"
    ),
    "interval_is": later("95% interval {0} to {1}, p = {2} (Holm)"),
    "no_test": later("No test: too few offices for even the clearest difference to be told from chance."),
    "words_apart": later("Words that set the groups apart"),
    "words_more": plural(
        "{1}: {0} time, against {2} in the other groups. Search for the word",
        "{1}: {0} times, against {2} in the other groups. Search for the word",
    ),
    "whole": later("Of the whole report, not of the filters."),
    # Matrix and co-occurrence
    "case": later("Rows"),
    "cell": later("{0}, {1}: {2}"),
    "pair": plural("{1} and {2}: {0} segment together, c = {3}", "{1} and {2}: {0} segments together, c = {3}"),
    "alone": plural("{1}: {0} segment", "{1}: {0} segments"),
    # Agreement
    # Codebook and transcripts
    "n_hit": plural("{0} hit", "{0} hits"),
    "to_excerpt": later("{0}, coded by {1}: go to the excerpt"),
    "interviewer": later("interviewer"),
}
