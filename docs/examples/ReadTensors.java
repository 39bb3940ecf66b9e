import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.*;

void main() throws IOException {
  Path model = Path.of("files/tiny.safetensors");
  var size = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  var number = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  Pattern entry =
      Pattern.compile(
          "\"([^\"]+)\":\\{\"dtype\":\"F32\",\"shape\":\\[([\\d,]*)],\"data_offsets\":\\[(\\d+),(\\d+)]}");
  try (Mmap m = Mmap.open(model, Access.READ)) {
    long data = Math.addExact(8, m.get(size, 0)); // the header's length, the header, the numbers
    Matcher tensor = entry.matcher(new String(m.getSlice(8, data), UTF_8));
    while (tensor.find()) {
      long end = data + Long.parseLong(tensor.group(4));
      double sum = 0;
      for (long at = data + Long.parseLong(tensor.group(3)); at < end; at += Float.BYTES) {
        sum += m.get(number, at);
      }
      IO.println(tensor.group(1) + " [" + tensor.group(2) + "] sums to " + sum);
    }
  }
}
