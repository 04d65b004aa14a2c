// SPDX-License-Identifier: EPL-2.0
package primes;

/**
 * Counts the primes below a limit: "slow" by trying to divide each number, "fast" by the sieve of Eratosthenes.
 * Both give the same answer. Count both, and compare the CPU time, the page faults and the tasks.
 */
public final class Primes {
    private static final int LIMIT = 5_000_000;

    private Primes() {}

    public static void main(String[] arguments) {
        String way = arguments.length == 1 ? arguments[0] : "";
        switch (way) {
            case "slow" -> print(byDivision(LIMIT));
            case "fast" -> print(bySieve(LIMIT));
            default -> {
                System.err.println("usage: Primes slow|fast");
                System.exit(2);
            }
        }
    }

    private static int byDivision(int limit) {
        int primes = 0;
        for (int number = 2; number < limit; number++) {
            if (isPrime(number)) {
                primes++;
            }
        }
        return primes;
    }

    private static boolean isPrime(int number) {
        for (int divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return true;
    }

    private static int bySieve(int limit) {
        boolean[] composite = new boolean[limit];
        int primes = 0;
        for (int number = 2; number < limit; number++) {
            if (composite[number]) {
                continue;
            }
            primes++;
            for (long multiple = (long) number * number; multiple < limit; multiple += number) {
                composite[(int) multiple] = true;
            }
        }
        return primes;
    }

    private static void print(int primes) {
        System.out.println(primes + " primes below " + LIMIT);
    }
}
