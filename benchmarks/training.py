"""One epoch of the full model by several ways, in one run: seconds, ratios and memory.

    python -m pip install torch && python benchmarks/training.py [SAMPLES]

An epoch is the loss and the gradient of all six blocks at d = 5 and T = 100. The textbook keeps
E_t for every t and differentiates by autograd; without PyTorch it is left out.
"""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from numeric_check.attention import Blocks
from numeric_check.gathering import gathered
from numeric_check.quartic import from_plan
from numeric_check.sampling import sequences
from symbolic_mesa import laws
from symbolic_mesa.assumptions import Setting
from symbolic_mesa.plan import plan

DIM, LENGTH, SEED = 5, 100, 1
LAW = laws.gaussian(1)

TEXTBOOK = """
import resource, sys, time
import torch

def loss(tokens, phases, kq, pv, length):
    powers = torch.arange(length + 1)
    x = tokens[:, :, None] * phases[:, :, None] ** powers            # x_1 .. x_{T+1}
    before = torch.cat((torch.zeros_like(x[:, :, :1]), x[:, :, :-1]), 2)
    e = torch.cat((x, before), 1)
    total = 0.0
    for t in range(2, length):
        e_t = e[:, :, :t].clone()                                    # E_t, kept for the gradient
        scores = torch.einsum("nas,ab,nb->ns", e_t.conj(), kq, e_t[:, :, -1])
        predicted = torch.einsum("ia,nas,ns->ni", pv, e_t, scores) / (t - 1)
        total = total + ((predicted - x[:, :, t]).abs() ** 2).sum() / 2
    return total / len(tokens)

samples, dim, length = map(int, sys.argv[1:])
torch.manual_seed(1)
tokens = torch.randn(samples, dim).to(torch.complex64)
phases = torch.polar(torch.ones(samples, dim), 6.2831853 * torch.rand(samples, dim))
kq = (0.1 * torch.randn(2 * dim, 2 * dim)).to(torch.complex64).requires_grad_()
pv = (0.1 * torch.randn(dim, 2 * dim)).to(torch.complex64).requires_grad_()
start = time.perf_counter()
loss(tokens, phases, kq, pv, length).backward()
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)
"""


def textbook(samples: int) -> tuple[float, float] | None:
    """Return seconds and GiB of an epoch of the textbook, in a process of its own."""
    command = [sys.executable, "-c", TEXTBOOK, str(samples), str(DIM), str(LENGTH)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print("the textbook did not run:", done.stderr.strip().splitlines()[-1:])
        return None
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def recursion(samples: int, blocks: Blocks) -> Callable[[], object]:
    """Return an epoch by a recursion over t in single precision, all sequences at once."""
    drawn = list(sequences(LAW, DIM, samples, SEED))
    tokens = np.concatenate([x for x, _ in drawn]).astype(np.complex64)
    phases = np.concatenate([y for _, y in drawn]).astype(np.complex64)
    kq, pv = (one.astype(np.complex64) for one in (blocks.kq, blocks.pv))

    def epoch() -> object:
        now, before = tokens, np.zeros_like(tokens)
        gram = np.zeros((samples, 2 * DIM, 2 * DIM), dtype=np.complex64)
        loss, d_kq, d_pv = 0.0, np.zeros_like(kq), np.zeros_like(pv)
        for t in range(1, LENGTH):
            e = np.concatenate((now, before), axis=1)
            gram += e[:, :, None] * e[:, None, :].conj()
            now, before = phases * now, now
            if t > 1:
                v = (gram @ (e @ kq.T)[:, :, None])[:, :, 0] / (t - 1)
                residual = v @ pv.T - now
                u = (gram @ (residual @ pv)[:, :, None])[:, :, 0] / (t - 1)
                loss += float(np.sum(np.abs(residual) ** 2)) / 2
                d_kq += u.conj().T @ e
                d_pv += residual.conj().T @ v
        return loss / samples, d_kq / samples, d_pv / samples

    return epoch


def seconds(epoch: Callable[[], object], rounds: int) -> float:
    """Return the median time of an epoch."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        epoch()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main(samples: int) -> None:
    """Time every way and print the ratios to the slowest."""
    chance = np.random.default_rng(SEED)
    blocks = Blocks(chance.normal(size=(2 * DIM, 2 * DIM)), chance.normal(size=(DIM, 2 * DIM)))
    print(f"d = {DIM}, T = {LENGTH}, m = {samples}")
    slow = textbook(samples)
    if slow:
        print(f"textbook, autograd        {slow[0]:10.4f} s  {slow[1]:.2f} GiB")
    first = seconds(recursion(samples, blocks), 3)
    print(f"recursion over t, single  {first:10.4f} s")
    start = time.perf_counter()
    form = gathered(sequences(LAW, DIM, samples, SEED), DIM, LENGTH)
    once = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    sampled = seconds(lambda: form.at(blocks), 50)
    print(f"gathered once             {once:10.4f} s  {memory:.2f} GiB at most")
    print(f"  then an epoch           {sampled:10.6f} s")
    found = plan(Setting(LAW, DIM, LENGTH))
    exact = from_plan(found.dim, found.constant, found.linear, found.quadratic)
    population = seconds(lambda: exact.at(blocks), 200)
    print(f"population, an epoch      {population:10.6f} s")
    if slow:
        print(f"textbook / sampled epoch  {slow[0] / sampled:10.0f}")
        runs = 150
        whole = slow[0] * runs / (once + sampled * runs)
        print(f"  over {runs} epochs, gathering counted {whole:.1f}")
    print(f"recursion / population    {first / population:10.0f}")
    for dim in (2, 4, 8, 16):
        one = plan(Setting(LAW, dim, LENGTH))
        form_ = from_plan(one.dim, one.constant, one.linear, one.quadratic)
        wide = Blocks(chance.normal(size=(2 * dim, 2 * dim)), chance.normal(size=(dim, 2 * dim)))
        taken = seconds(lambda form_=form_, wide=wide: form_.at(wide), 5)
        print(f"population, d = {dim:<3}       {taken:10.6f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
