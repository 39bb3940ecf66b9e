import io.github.mmap4j.*;
import jdk.jfr.Recording;
import jdk.jfr.consumer.*;

void main() throws IOException {
  Path file = Files.writeString(Path.of("hello.txt"), "Hello\n");
  Path recorded = Path.of("run.jfr");
  try (Recording recording = new Recording()) { // or -XX:StartFlightRecording, or jcmd
    recording.start();
    try (Mmap m = Mmap.open(file)) {
      m.set(0, 'J');
      m.flush();
    }
    recording.dump(recorded);
  }
  for (RecordedEvent event : RecordingFile.readAllEvents(recorded)) {
    if (event.getEventType().getName().startsWith("io.github.mmap4j")) {
      IO.println(event.getEventType().getLabel() + ": " + event.getString("source"));
    }
  }
}
