"""XML from outside, read as a stream in the sandbox; without document types, entities or the network.

    for whole in stream_elements("list.xml", stream, Selection(("{http://zesty.ca/pfif/1.4}person",))):
        whole.element.children, whole.parent, whole.root

The parser runs in a process that can reach nothing (`parsing`) and hands over plain elements: names, texts, attributes
and lines. Whoever takes that process over can say nothing by it that a file could not have said.
"""

from antigone.interfaces.exchange.foreign_xml.elements import Element, Selection, Whole
from antigone.interfaces.exchange.foreign_xml.streaming import refused_document_type, stream_elements

__all__ = ["Element", "Selection", "Whole", "refused_document_type", "stream_elements"]
