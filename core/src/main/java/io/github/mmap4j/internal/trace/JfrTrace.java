package io.github.mmap4j.internal.trace;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.MemoryAddress;
import jdk.jfr.Name;

/** The Flight Recorder events, which are loaded only if the module jdk.jfr is present. */
@Category("mmap4j")
abstract class JfrTrace extends Event implements Trace {
  @Label("Source")
  @Description("The path, or a description of what is mapped instead")
  String source;

  @Label("Offset")
  @Description("Where in the file the memory begins")
  @DataAmount
  long offset;

  @Label("Length")
  @DataAmount
  long length;

  /** Begins this event for a range, and returns the event. */
  JfrTrace over(String source, long offset, long length) {
    this.source = source;
    this.offset = offset;
    this.length = length;
    begin();
    return this;
  }

  @Override
  public void close() {
    commit();
  }

  @Name("io.github.mmap4j.HandlerReplaced")
  @Label("Fault Handler Replaced")
  @Description("Memory was mapped while another SIGBUS handler was in front of the library's")
  static final class HandlerReplacedEvent extends JfrTrace {}

  @Name("io.github.mmap4j.Advise")
  @Label("Advise about Memory")
  static final class AdviseEvent extends JfrTrace {
    @Label("Advice")
    final String advice;

    AdviseEvent(String advice) {
      this.advice = advice;
    }
  }

  @Name("io.github.mmap4j.Fault")
  @Label("Fault of Mapped Memory")
  @Description("A call met memory that could not be reached")
  static final class FaultEvent extends JfrTrace {
    @Label("File Size")
    @Description("Size of the file after the fault, or -1 if unknown")
    final long fileSize;

    FaultEvent(long fileSize) {
      this.fileSize = fileSize;
    }
  }

  @Name("io.github.mmap4j.Map")
  @Label("Map Memory")
  static final class MapEvent extends JfrTrace {}

  @Name("io.github.mmap4j.Unmap")
  @Label("Unmap Memory")
  static final class UnmapEvent extends JfrTrace {}

  @Name("io.github.mmap4j.UnmapFailed")
  @Label("Unmap Failed")
  @Description("The system refused to unmap memory, which stays mapped")
  static final class UnmapFailedEvent extends JfrTrace {
    @Label("Address")
    @MemoryAddress
    final long address;

    @Label("Error")
    final String error;

    UnmapFailedEvent(long address, String error) {
      this.address = address;
      this.error = error;
    }
  }

  @Name("io.github.mmap4j.Resize")
  @Label("Resize Mapping")
  static final class ResizeEvent extends JfrTrace {
    @Label("New Length")
    @DataAmount
    final long newLength;

    ResizeEvent(long newLength) {
      this.newLength = newLength;
    }
  }

  @Name("io.github.mmap4j.Flush")
  @Label("Flush Mapping")
  static final class FlushEvent extends JfrTrace {}

  @Name("io.github.mmap4j.Lock")
  @Label("Lock Memory")
  @Description("Includes loading pages that were not in memory")
  static final class LockEvent extends JfrTrace {}
}
