// SPDX-License-Identifier: LGPL-2.1-or-later

/** Spreads time over calls by construction: one spends 30 % itself and 50 % in two, which has 20 % directly. */
public class Calls {
    private static long spin(long x, int times) {
        for (int i = 0; i < times; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }

    private static long two(long x, int unit) {
        return spin(x, unit) + 1; // line: two
    }

    private static long one(long x, int unit) {
        x = spin(x, 3 * unit); // line: one
        return two(x, 5 * unit) + 1; // line: one calls two
    }

    private static long recurse(long x, int depth, int unit) {
        return depth == 0 ? two(x, 5 * unit) : recurse(x, depth - 1, unit) + 1; // line: recurses
    }

    private static long round(String what, long x, int unit) {
        if (what.equals("recursion")) {
            return recurse(x, 20, unit) + spin(x, 5 * unit); // line: calls recurse
        }
        x = one(x, unit); // line: calls one
        return two(x, 2 * unit); // line: calls two
    }

    public static void main(String[] args) {
        long x = 1;
        for (int i = Integer.parseInt(args[1]); i > 0; i--) {
            x = round(args[0], x, 100000); // line: rounds
        }
        System.out.println(x);
    }
}
