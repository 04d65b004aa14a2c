// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.run;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Run files written by hand, for what real ones do not show. */
public final class RunFiles {
    public static final String HEADER = """
            {"type":"header","format":"perfctr-run","version":1,"perfex":"3.0.0","started":"2026-11-22T15:30:00Z",\
            "command":["./sample","slow"],"directory":"/home/me/sample",\
            "host":{"name":"box","kernel":"6.12.1","cpu":"AMD EPYC 7B13","cpus":2},\
            "backend":{"name":"perf","why":"the driver is not loaded"},\
            "events":[{"name":"task-clock","unit":"ns","scope":"user+kernel"},\
            {"name":"page-faults","scope":"user+kernel"},\
            {"name":"cycles","scope":"user","unavailable":"this machine has no hardware counters"}],\
            "sampling":[{"event":"cpu-clock","frequency":1000,"scope":"user"}]}
            """;

    public static final String SMALL = HEADER
            + """
                    {"type":"degradation","text":"cycles is not counted","remedy":"run on bare metal"}
                    {"type":"repetition","repetition":1,"time":0}
                    {"type":"task","task":1,"tid":4711,"pid":4711,"time":10}
                    {"type":"task-name","task":1,"name":"sh","time":11}
                    {"type":"task-name","task":1,"name":"größe","time":12}
                    {"type":"task","task":2,"tid":4712,"pid":4711,"parent":1,"time":20}
                    {"type":"snapshot","time":100,"counts":[[50,60,60],[3,60,60],null]}
                    {"type":"task-end","task":2,"time":200,"counts":[[9007199254740993,90,90],[1,90,45],null]}
                    {"type":"task-end","task":1,"time":300,"counts":[[7,90,90],[4,90,90],null]}
                    {"type":"repetition-end","repetition":1,"time":310,"wall":305,"exit":0,\
                    "counts":[[9007199254741000,180,180],[5,180,135],null]}
                    {"type":"module","module":0,"path":"/home/me/sample/sample","modified":"2026-11-22T15:29:00Z"}
                    {"type":"source","source":0,"path":"src/sieve.c","directory":"/home/me/sample"}
                    {"type":"function","function":0,"name":"sieve","module":0,"source":0,"line":10}
                    {"type":"line","function":0,"source":0,"line":14,"samples":[812]}
                    {"type":"code","code":0,"module":0,"name":"sieve","size":6,"address":"0x1170","at":[1,3],"samples":[[800,12]],\
                    "instructions":[[0,"push %rbp","push rbp"],[1,"xor %eax, %eax","xor eax, eax"],[5,"ret","ret"]],\
                    "lines":[[0,0],[1,0,0,14]]}
                    {"type":"end","time":1300000,"samples":[812],"lost":[2]}
                    """;

    private RunFiles() {}

    public static Run read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Run read(byte[] bytes) throws IOException {
        return RunFileReader.read(new ByteArrayInputStream(bytes), "test.perfrun");
    }
}
