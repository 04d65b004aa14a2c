// SPDX-License-Identifier: EPL-2.0
package org.perfctr.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.util.Optional;

/** The process's standard output. It remembers what went wrong, which a writer over it does not tell. */
final class StandardOutput extends FilterOutputStream {
    private IOException failure;

    StandardOutput() {
        super(new FileOutputStream(FileDescriptor.out));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Why what was written did not arrive; a reader that has enough and leaves is no reason. */
    Optional<String> failure() {
        return Optional.ofNullable(failure).map(IOException::getMessage).filter(text -> !text.equals("Broken pipe"));
    }
}
