// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.util.Optional;
import java.util.function.Function;

/**
 * A number, or the reason why there is none. What could not be counted or computed is "n/a", never 0; this
 * type is used for counts, for metrics and for statistics alike. Immutable if {@code T} is.
 *
 * @param <T> what the value is when it is known: {@link Count}, {@link Long}, {@link Double}
 */
public sealed interface Value<T> {
    /** A value that was counted or computed. */
    record Known<T>(T value) implements Value<T> {}

    /**
     * No value.
     *
     * @param why the reason, as a clause without a full stop: "this machine has no hardware counters"
     */
    record NotAvailable<T>(String why) implements Value<T> {}

    static <T> Value<T> of(T value) {
        return new Known<>(value);
    }

    static <T> Value<T> notAvailable(String reason) {
        return new NotAvailable<>(reason);
    }

    /** The value computed from this one; a missing value stays missing for the same reason. */
    default <R> Value<R> map(Function<? super T, ? extends R> function) {
        return flatMap(value -> of(function.apply(value)));
    }

    /** As {@link #map}, for a function that may itself find no value. */
    default <R> Value<R> flatMap(Function<? super T, Value<R>> function) {
        return switch (this) {
            case Known<T>(T value) -> function.apply(value);
            case NotAvailable<T>(String why) -> notAvailable(why);
        };
    }

    /** The value, or nothing when it is not available. */
    default Optional<T> known() {
        return switch (this) {
            case Known<T>(T value) -> Optional.of(value);
            case NotAvailable<T> missing -> Optional.empty();
        };
    }

    /** Why there is no value, or nothing when there is one. */
    default Optional<String> reason() {
        return switch (this) {
            case Known<T> present -> Optional.empty();
            case NotAvailable<T>(String why) -> Optional.of(why);
        };
    }
}
