// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * A piece of machine code with samples: a function as the module's symbol table has it, with those that were
 * inlined into it; or all that has no symbols in a module.
 *
 * @param module the module that holds it
 * @param name the function's name; absent when the module has no symbols there
 * @param address where it starts in its module, an unsigned number; of the kernel and of generated code, where it was
 * @param size its size in bytes, where known
 * @param offsets which offsets from the address were sampled
 * @param samples for each sampled event the number of samples at each of the offsets
 * @param instructions its instructions in the order of addresses; empty when the run file does not have them
 */
public record Code(Module module, Optional<String> name, long address, OptionalLong size, List<Long> offsets,
        List<List<Long>> samples, List<Instruction> instructions) {
    public Code {
        offsets = List.copyOf(offsets);
        samples = List.copyOf(samples);
        instructions = List.copyOf(instructions);
    }

    /**
     * An instruction with its samples.
     *
     * @param address where it is, an unsigned number
     * @param att its text in AT&T syntax
     * @param intel its text in Intel syntax
     * @param place the innermost function that it belongs to, with the line; absent when not known
     * @param samples the number of samples, for each sampled event
     */
    public record Instruction(long address, String att, String intel, Optional<Frame> place, List<Long> samples) {}

    /** Its name, or the module's in its place. */
    public String label() {
        return name.orElseGet(() -> "? in " + module.path());
    }

    /** The number of samples of an event. */
    public long total(int event) {
        return samples.get(event).stream().flatMapToLong(LongStream::of).sum();
    }

    /** The number of samples of an event in a function of that name: this one, or one that was inlined into it. */
    public long total(String function, int event) {
        return isCalled(function)
                ? total(event)
                : instructions.stream().filter(instruction -> isIn(instruction, function))
                        .mapToLong(instruction -> instruction.samples().get(event)).sum();
    }

    /** Whether people mean this function by that name, as in {@link Function#isCalled}. */
    public boolean isCalled(String function) {
        return name.filter(own -> FunctionName.isCalled(own, function)).isPresent();
    }

    /** Whether it was compiled from this function, which then is none of those that were inlined into it. */
    public boolean isOf(Function function) {
        return name.filter(own -> function.name().filter(other -> FunctionName.isWhole(own, other)).isPresent())
                .isPresent();
    }

    /** Whether it holds instructions of a function of that name that was inlined. */
    public boolean inlines(String function) {
        return instructions.stream().anyMatch(instruction -> isIn(instruction, function));
    }

    private static boolean isIn(Instruction instruction, String function) {
        return instruction.place().filter(place -> place.function().isCalled(function)).isPresent();
    }
}
