// SPDX-License-Identifier: EPL-2.0
package org.perfctr.bridge;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

/** The functions of perfctr.h that are called; their meaning is written there. */
interface LibPerfctr extends Library {
    String perfctr_version();

    String perfctr_error();

    void perfctr_free(Pointer string);

    String perfctr_backend();

    String perfctr_backend_reason();

    Pointer perfctr_doctor_open();

    int perfctr_doctor_count(Pointer doctor);

    String perfctr_doctor_about(Pointer doctor, int index);

    int perfctr_doctor_works(Pointer doctor, int index);

    String perfctr_doctor_reason(Pointer doctor, int index);

    String perfctr_doctor_remedy(Pointer doctor, int index);

    void perfctr_doctor_close(Pointer doctor);

    Pointer perfctr_catalog_open(String pattern);

    int perfctr_catalog_count(Pointer catalog);

    String perfctr_catalog_name(Pointer catalog, int index);

    String perfctr_catalog_about(Pointer catalog, int index);

    String perfctr_catalog_kind(Pointer catalog, int index);

    String perfctr_catalog_unit(Pointer catalog, int index);

    String perfctr_catalog_unavailable(Pointer catalog, int index);

    void perfctr_catalog_close(Pointer catalog);

    Pointer perfctr_events_parse(String names);

    void perfctr_events_close(Pointer events);
}
