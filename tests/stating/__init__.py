"""Models stated in files: the grammar, what it means, and what it refuses."""

from collections.abc import Mapping

TWO_HEADS = '''\
title = "Two heads: one meets x_{s-1}, one meets x_s"

[data]
process = "diagonal-phases"      # x_{t+1} = W x_t

[model]
steps = "t = 2 .. T-1"
prediction = """
    sum(s = 1 .. t) B1[i,j] x[s,j] conj(x[s-1,k]) A1[k,l] x[t,l] / (t-1)
  + sum(s = 1 .. t) B2[i,j] x[s,j] conj(x[s,k])   A2[k,l] x[t,l] / (t-1)
"""
target = "x[t+1,i]"

[weights]                        # the ansatz; a block that is not listed is an error, not zero
A1 = "a I"
A2 = "g I"
B1 = "b I + beta (J - I)"
B2 = "0"                         # trained too: its gradient on the ansatz is derived

[notation]                       # optional
a = { typical = "1/3" }
'''

ZHENG = '''\
title = "One layer of linear causal attention (arXiv 2405.16845)"
[data]
process = "diagonal-phases"
[model]
steps = "t = 2 .. T-1"
prediction = """
  sum(s = 1 .. t) (PV12[i,j] x[s,j] + PV13[i,j] x[s-1,j])
    (conj(x[s,k]) (KQ22[k,l] x[t,l] + KQ23[k,l] x[t-1,l])
      + conj(x[s-1,k]) (KQ32[k,l] x[t,l] + KQ33[k,l] x[t-1,l])) / (t-1)
"""
target = "x[t+1,i]"
[weights]
KQ32 = "a I"
PV12 = "b I"
KQ22 = "0"
KQ23 = "0"
KQ33 = "0"
PV13 = "0"
'''


def stated(
    prediction: str = "A[i,j] x[t,j]",
    weights: Mapping[str, str] | None = None,
    steps: str = "t = 2 .. T-1",
    target: str = "x[t+1,i]",
    rest: str = "",
) -> str:
    """Return the text of a model; the prediction stands at line 6, from column 15 on."""
    listed = {"A": "a I"} if weights is None else weights
    lines = "".join(f'{name} = "{form}"\n' for name, form in listed.items())
    return (
        'title = "a model"\n[data]\nprocess = "diagonal-phases"\n[model]\n'
        f'steps = "{steps}"\nprediction = "{prediction}"\ntarget = "{target}"\n'
        f"[weights]\n{lines}{rest}"
    )
