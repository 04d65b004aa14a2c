// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Time that is spread over virtual, template and lambda calls by construction: for each of the
 * units, Light does 2 and Heavy 5, and a lambda that std::for_each calls three times does 1.
 */
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

namespace
{
constexpr long unit = 1000000;
volatile uint64_t sink;

template <typename Number> [[gnu::noinline]] void spin(int units)
{
	Number x = sink + 1;

	for (long i = 0; i < units * unit; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
	}
	sink = x;
}

struct Load {
	virtual ~Load() = default;
	virtual void carry() const = 0;
};

struct Light : Load {
	void carry() const override
	{
		spin<uint64_t>(2); /* line: light */
		sink = sink + 1;
	}
};

struct Heavy : Load {
	void carry() const override
	{
		spin<uint64_t>(5); /* line: heavy */
		sink = sink + 1;
	}
};
} // namespace

int main(int argc, char **argv)
{
	std::vector<std::unique_ptr<Load>> loads;
	std::vector<int> ones(3, argc > 1);

	loads.push_back(std::make_unique<Light>());
	loads.push_back(std::make_unique<Heavy>());
	for (int i = atoi(argv[1]); i > 0; i--) {
		for (const auto &load : loads)
			load->carry(); /* line: virtual */
		std::for_each(ones.begin(), ones.end(), [](int units) {
			spin<uint64_t>(units); /* line: lambda */
			sink = sink + 1;
		});
	}
	std::printf("%lu\n", static_cast<unsigned long>(sink));
}
