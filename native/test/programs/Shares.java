// SPDX-License-Identifier: LGPL-2.1-or-later

/**
 * Computes on lines whose shares of the time are known: each line does the same, so many times.
 * A round takes many sampling periods: else the two could beat.
 */
public class Shares {
    private static long tenths(long x, int unit) {
        for (int i = 0; i < 7 * unit; i++) { x ^= x << 13; x ^= x >>> 7; x ^= x << 17; } // line: 70
        for (int i = 0; i < 2 * unit; i++) { x ^= x << 13; x ^= x >>> 7; x ^= x << 17; } // line: 20
        for (int i = 0; i < 1 * unit; i++) { x ^= x << 13; x ^= x >>> 7; x ^= x << 17; } // line: 10
        return x;
    }

    private static long quarters(long x, int unit) {
        for (int i = 0; i < unit; i++) { x ^= x << 13; x ^= x >>> 7; x ^= x << 17; } // line: a
        for (int i = 0; i < unit; i++) { x ^= x << 13; x ^= x >>> 7; x ^= x << 17; } // line: b
        for (int i = 0; i < unit; i++) { x ^= x << 13; x ^= x >>> 7; x ^= x << 17; } // line: c
        for (int i = 0; i < unit; i++) { x ^= x << 13; x ^= x >>> 7; x ^= x << 17; } // line: d
        return x;
    }

    private static long spin(long x, int times) {
        for (int i = 0; i < times; i++) { x ^= x << 13; x ^= x >>> 7; x ^= x << 17; } // line: spin
        return x;
    }

    private static long calls(long x, int unit) {
        x = spin(x, 7 * unit); // line: call 70
        x = spin(x, 2 * unit); // line: call 20
        x = spin(x, 1 * unit); // line: call 10
        return x;
    }

    private static long library(long x) {
        for (int i = 0; i < 10000; i++) {
            x += Integer.parseInt("1234567");
        }
        return x;
    }

    private static long garbage(int times) {
        Object[] kept = new Object[1 << 19];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = new int[4];
        }
        for (int i = 0; i < times; i++) {
            System.gc();
        }
        return kept.length;
    }

    public static void main(String[] args) {
        int times = Integer.parseInt(args[1]);
        long x = 1;
        for (int i = 0; i < times; i++) {
            x = switch (args[0]) {
                case "tenths" -> tenths(x, 1000000);
                case "quarters" -> quarters(x, 2500000);
                case "calls" -> calls(x, 10000);
                case "library" -> library(x);
                default -> garbage(10);
            };
        }
        System.out.println(x);
        System.err.println(args.length);
        if (args.length > 2) {
            Runtime.getRuntime().halt(3);
        }
    }
}
