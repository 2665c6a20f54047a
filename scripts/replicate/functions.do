version 16
clear all
set more off
global differing ""

frame create expected
frame expected: quietly import delimited using expected.csv, varnames(1) stringcols(1 2 7) asdouble encoding("UTF-8")

* compare COLUMN REGRESSOR TERM [NUMBER]: the last fit beside expected.csv: estimate and error, or that number alone
* beside the estimate. The effects of reghdfe are found by iteration, so that less agrees than in R.
program define compare
    args column regressor term number
    local own = cond("`number'" == "", "estimate", "`number'")
    foreach name in `own' std_error {
        frame expected: summarize `name' if column == "`column'" & term == "`term'", meanonly
        local `name' = r(mean)
    }
    local gap = abs(_b[`regressor'] - ``own'') / max(abs(``own''), `std_error')
    if "`number'" == "" local gap = max(`gap', abs(_se[`regressor'] / `std_error' - 1))
    display as text %-36s "`column'" " " %-28s "`term'" " difference " as result %9.1e `gap'
    if !(`gap' <= 1e-6) global differing "$differing `column'"
end

* event_time POLICY FIRST LAST NAME: a variable of that name, years since the policy began, held within first and last;
* missing for units that never have it.
program define event_time
    args policy first last name
    tempvar start
    egen `start' = min(cond(`policy' == 1, year, .)), by(unit)
    generate `name' = min(max(year - `start', `first'), `last') if !missing(`start')
end

mata: real scalar at(real colvector units, real scalar unit) return(selectindex(units :== unit))

* weights_of NAME ID SAMPLE: the weights of that name in weights.csv as the spatial matrix W of the units of a sample,
* which have numbers in ID.
program define weights_of
    args name id sample
    mata: units = uniqrows(st_data(., "`id'", "`sample'"))
    preserve
    keep unit `id'
    quietly duplicates drop
    tempfile known
    rename (unit `id') (neighbour to)
    quietly save `known'
    quietly import delimited using weights.csv, varnames(1) stringcols(1 2 3) asdouble encoding("UTF-8") clear
    quietly keep if matrix == "`name'"
    quietly merge m:1 neighbour using `known', keep(match) nogenerate
    rename (unit neighbour to) (neighbour partner column)
    quietly merge m:1 neighbour using `known', keep(match) nogenerate
    rename to row
    mata: links = J(rows(units), rows(units), 0)
    mata: pairs = st_data(., ("row", "column", "weight"))
    mata: for (i = 1; i <= rows(pairs); i++) links[at(units, pairs[i, 1]), at(units, pairs[i, 2])] = pairs[i, 3]
    restore
    capture spmatrix drop W
    spmatrix spfrommata W = links units, normalize(none)
end
