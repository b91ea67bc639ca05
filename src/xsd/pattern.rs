//! What a pattern facet may cost a backtracking matcher, seen from its text alone.
