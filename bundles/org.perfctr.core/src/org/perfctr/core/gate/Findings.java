// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.gate;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Findings in the forms that terminals and continuous integration understand. */
public final class Findings {
    private Findings() {}

    /** One line for the terminal. */
    public static String line(Finding finding) {
        return "%s  %s: %s".formatted(finding.failed() ? "FAIL" : "ok  ", finding.name(), finding.text());
    }

    /** One line that GitHub's workflows show as an annotation. */
    public static String annotation(Finding finding) {
        String text = (finding.name() + ": " + finding.text()).replace("%", "%25").replace("\r", "%0D")
                .replace("\n", "%0A");
        return "::%s title=perfctr::%s".formatted(finding.failed() ? "error" : "notice", text);
    }

    /**
     * Writes JUnit XML with one test case for each finding.
     *
     * @param suite the name of the test suite
     */
    public static void writeJUnit(List<Finding> findings, String suite, Writer out) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", suite);
            xml.writeAttribute("tests", Integer.toString(findings.size()));
            xml.writeAttribute("failures", Long.toString(findings.stream().filter(Finding::failed).count()));
            for (Finding finding : findings) {
                writeCase(finding, suite, xml);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new IOException("The JUnit file cannot be written: " + e.getMessage(), e);
        }
    }

    private static void writeCase(Finding finding, String suite, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", suite);
        xml.writeAttribute("name", finding.name());
        xml.writeStartElement(finding.failed() ? "failure" : "system-out");
        if (finding.failed()) {
            xml.writeAttribute("message", finding.text());
        }
        xml.writeCharacters(finding.text());
        xml.writeEndElement();
        xml.writeEndElement();
    }
}
