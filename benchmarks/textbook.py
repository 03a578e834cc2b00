"""An epoch of the textbook: E_t is kept for every t, and autograd differentiates. PyTorch, CPU.

    python benchmarks/textbook.py SAMPLES DIM LENGTH

prints the seconds of loss and gradients, and the GiB of the process.
"""

import sys
import time

import torch
from memory import peak
from torch import Tensor


def loss(x_1: Tensor, phases: Tensor, kq: Tensor, pv: Tensor, length: int) -> Tensor:
    """Return the mean over sequences of Σ_t |ŷ_t − x_{t+1}|²/2, t = 2..T−1."""
    x = x_1[:, :, None] * phases[:, :, None] ** torch.arange(length)  # x_1 .. x_T
    before = torch.cat((torch.zeros_like(x[:, :, :1]), x[:, :, :-1]), 2)
    e = torch.cat((x, before), 1)
    total = torch.zeros(())
    for t in range(2, length):
        e_t = e[:, :, :t].clone()  # E_t, kept for the gradient
        scores = torch.einsum("nas,ab,nb->ns", e_t.conj(), kq, e_t[:, :, -1])
        predicted = torch.einsum("ia,nas,ns->ni", pv, e_t, scores) / (t - 1)
        total = total + ((predicted - x[:, :, t]).abs() ** 2).sum() / 2
    return total / len(x_1)


def main(samples: int, dim: int, length: int) -> None:
    """Time one epoch."""
    torch.manual_seed(1)
    x_1 = torch.randn(samples, dim).to(torch.complex64)
    phases = torch.polar(torch.ones(samples, dim), 2 * torch.pi * torch.rand(samples, dim))
    kq = (0.1 * torch.randn(2 * dim, 2 * dim)).to(torch.complex64).requires_grad_()
    pv = (0.1 * torch.randn(dim, 2 * dim)).to(torch.complex64).requires_grad_()
    start = time.perf_counter()
    loss(x_1, phases, kq, pv, length).backward()
    print(time.perf_counter() - start, peak())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
