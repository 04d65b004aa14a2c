// SPDX-License-Identifier: LGPL-2.1-or-later
// inlines WHAT ROUNDS: what is inlined at three lines takes 70, 20 and 10 % of the time, or at four
// lines a quarter each. A round takes many sampling periods: else the two could beat.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

// clang-format off
namespace numbers {

template <typename Number> struct Mixer {
	Number x;

	template <unsigned Times> __attribute__((always_inline)) void spin()
	{
		for (unsigned i = 0; i < Times; i++) { x ^= x << 13; x ^= x >> 7; x ^= x << 17; } // line: spin
	}
};

} // namespace numbers

__attribute__((noinline)) static uint64_t templates(uint64_t x)
{
	numbers::Mixer<uint64_t> mixer{x};

	mixer.spin<7000000>(); // line: template 70
	mixer.spin<2000000>(); // line: template 20
	mixer.spin<1000000>(); // line: template 10
	return mixer.x;
}

__attribute__((noinline)) static uint64_t equal_templates(uint64_t x)
{
	numbers::Mixer<uint64_t> mixer{x};

	mixer.spin<2500000>(); // line: template a
	mixer.spin<2500001>(); // line: template b
	mixer.spin<2500002>(); // line: template c
	mixer.spin<2500003>(); // line: template d
	return mixer.x;
}

__attribute__((noinline)) static uint64_t lambdas(uint64_t x)
{
	auto spin = [&x](unsigned times) __attribute__((always_inline)) {
		for (unsigned i = 0; i < times; i++) { x ^= x << 13; x ^= x >> 7; x ^= x << 17; } // line: lambda
	};

	spin(7000000); // line: lambda 70
	spin(2000000); // line: lambda 20
	spin(1000000); // line: lambda 10
	return x;
}

__attribute__((noinline)) static uint64_t equal_lambdas(uint64_t x)
{
	auto spin = [&x](unsigned times) __attribute__((always_inline)) {
		for (unsigned i = 0; i < times; i++) { x ^= x << 13; x ^= x >> 7; x ^= x << 17; } // line: equal lambda
	};

	spin(2500000); // line: lambda a
	spin(2500001); // line: lambda b
	spin(2500002); // line: lambda c
	spin(2500003); // line: lambda d
	return x;
}

int main(int, char **argv)
{
	const std::map<std::string, uint64_t (*)(uint64_t)> functions = {
		{"templates", templates},
		{"equal templates", equal_templates},
		{"lambdas", lambdas},
		{"equal lambdas", equal_lambdas},
	};
	uint64_t (*function)(uint64_t) = functions.at(argv[1]);
	uint64_t x = 1;

	for (int i = std::atoi(argv[2]); i > 0; i--)
		x = function(x);
	std::printf("%lu\n", static_cast<unsigned long>(x));
}
