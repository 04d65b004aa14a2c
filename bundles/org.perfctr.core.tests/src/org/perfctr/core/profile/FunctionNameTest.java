// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.profile;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"work", "work(int)", "work.cold", "work.constprop.0", "work(int) [clone .part.0]",
            "jobs.Queue.work", "jobs::Queue::work(long)", "work<long>(long)", "(anonymous namespace)::work()",
            "network::work(int)"})
    void isMeantByItsShortName(String name) {
        assertTrue(FunctionName.isCalled(name, "work"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "network", "network(int)", "Work", "jobs.work.Queue.run", "work::run(int)"})
    void isNotMeantByAPartOfAnotherName(String name) {
        assertFalse(FunctionName.isCalled(name, "work"));
        assertFalse(FunctionName.isCalled(name, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"work", "work(int)", "work.cold"})
    void isWholeWithItsClassOnly(String name) {
        assertTrue(FunctionName.isWhole(name, "work"));
        assertFalse(FunctionName.isWhole("jobs.Queue." + name, "work"));
    }
}
