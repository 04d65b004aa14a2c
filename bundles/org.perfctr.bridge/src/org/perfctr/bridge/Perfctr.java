// SPDX-License-Identifier: EPL-2.0
package org.perfctr.bridge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * libperfctr: what can be counted on this machine. Nothing is kept between calls: each tells how things are
 * now.
 * Any thread may call; a call takes some milliseconds, the whole catalogue some hundred.
 */
public final class Perfctr {
    /** A library of this major version has the functions that are called here. */
    private static final String MAJOR_VERSION = "3.";

    private final LibPerfctr library;

    private Perfctr(LibPerfctr library) {
        this.library = library;
    }

    /**
     * Loads the library that belongs to this bundle.
     *
     * @throws BridgeException it isn't there, can't be loaded, or is of another version
     */
    public static Perfctr load() throws BridgeException {
        return load(NativeParts.library());
    }

    static Perfctr load(Path file) throws BridgeException {
        try {
            LibPerfctr library = Native.load(file.toString(), LibPerfctr.class,
                    Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
            requireCompatible(file, versionOf(file, library));
            return new Perfctr(library);
        } catch (UnsatisfiedLinkError e) {
            String cause = e.getMessage().lines().findFirst().orElse("it is not a library");
            throw new BridgeException(file + " can't be loaded: " + cause, e);
        }
    }

    private static String versionOf(Path file, LibPerfctr library) throws BridgeException {
        try {
            return library.perfctr_version();
        } catch (UnsatisfiedLinkError e) {
            throw new BridgeException(file + " is not libperfctr: install perfctr's feature again.", e);
        }
    }

    private static void requireCompatible(Path file, String version) throws BridgeException {
        if (!version.startsWith(MAJOR_VERSION)) {
            throw new BridgeException(file + " is version " + version + ", but " + MAJOR_VERSION
                    + "x is needed: install perfctr's feature again.");
        }
    }

    /** The library's version, for instance {@code 3.0.0}. */
    public String version() {
        return library.perfctr_version();
    }

    /**
     * Who counts here, and why.
     *
     * @throws BridgeException nobody can: the environment variable PERFCTR_BACKEND forces one that can't be used
     */
    public Backend backend() throws BridgeException {
        String name = library.perfctr_backend();
        if (name == null) {
            throw failure();
        }
        return new Backend(name, library.perfctr_backend_reason());
    }

    /**
     * What can be counted here by this user, and what opens the rest.
     *
     * @throws BridgeException the library could not find out
     */
    public List<Finding> doctor() throws BridgeException {
        Pointer doctor = opened(library.perfctr_doctor_open());
        try {
            List<Finding> findings = new ArrayList<>();
            for (int i = 0; i < library.perfctr_doctor_count(doctor); i++) {
                findings.add(new Finding(library.perfctr_doctor_about(doctor, i),
                        library.perfctr_doctor_works(doctor, i) != 0, library.perfctr_doctor_reason(doctor, i),
                        library.perfctr_doctor_remedy(doctor, i)));
            }
            return List.copyOf(findings);
        } finally {
            library.perfctr_doctor_close(doctor);
        }
    }

    /**
     * The events whose names match.
     *
     * @param pattern a part of a name or, with * and ?, a glob; case doesn't matter; empty: all events
     * @throws BridgeException the library could not make its catalogue
     */
    public List<CatalogEvent> catalog(String pattern) throws BridgeException {
        Pointer catalog = opened(library.perfctr_catalog_open(pattern));
        try {
            List<CatalogEvent> events = new ArrayList<>();
            for (int i = 0; i < library.perfctr_catalog_count(catalog); i++) {
                events.add(new CatalogEvent(library.perfctr_catalog_name(catalog, i),
                        library.perfctr_catalog_about(catalog, i), library.perfctr_catalog_kind(catalog, i),
                        library.perfctr_catalog_unit(catalog, i), library.perfctr_catalog_unavailable(catalog, i)));
            }
            return List.copyOf(events);
        } finally {
            library.perfctr_catalog_close(catalog);
        }
    }

    /**
     * Checks a list of events as perfex's {@code -e} takes it.
     *
     * @throws BridgeException one of them is unknown; the message has the nearest names
     */
    public void requireKnown(String events) throws BridgeException {
        library.perfctr_events_close(opened(library.perfctr_events_parse(events)));
    }

    private Pointer opened(Pointer handle) throws BridgeException {
        if (handle == null) {
            throw failure();
        }
        return handle;
    }

    private BridgeException failure() {
        return new BridgeException(library.perfctr_error());
    }
}
