// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The program and its source are not on this machine: the run file is enough. */
class AnnotateInstructionsTest {
    private static final String RUN = "../org.perfctr.core.tests/fixtures/divide";

    @Test
    void showsInstructionsWithTheSamplesOfAllEventsBelowTheirLines() {
        Outcome annotated = Outcome.of("annotate", RUN, "divide", "--instructions");
        assertEquals(0, annotated.status());
        assertTrue(annotated.out().startsWith("divide, 70 bytes at 0x1170 in /home/me/sample/divide: "),
                annotated.out());
        assertTrue(annotated.out().contains("  share  cpu-clock:u  page-faults:u"), annotated.out());
        assertTrue(annotated.out().contains("divide.c:6 square (inlined)\n"), annotated.out());
        assertTrue(annotated.out().matches("(?s).* %  +[0-9]+ +119a  add %rax, %rsi\n.*"), annotated.out());
        assertTrue(annotated.out().endsWith("one or more before it (skid)\n"), annotated.out());
    }

    @Test
    void showsIntelSyntax() {
        assertTrue(Outcome.of("annotate", RUN, "divide", "--instructions", "--intel").out()
                .contains("  1170  test rdi, rdi\n"));
    }

    @Test
    void saysInOneSentenceThatThereAreNone() {
        assertEquals(
                new Outcome(2, "",
                        "perfctr: The run has no samples in a function \"none\": perfctr report shows the hottest ones\n"),
                Outcome.of("annotate", RUN, "none", "--instructions"));
    }
}
