package io.github.mmap4j.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.connector.read.streaming.Offset;

/** How far the lines of all files of a stream have been read; Spark's checkpoints contain it. */
final class StreamOffset extends Offset {
  /** Nothing has been read. */
  static final StreamOffset NOTHING = new StreamOffset(0, List.of());

  private static final int VERSION = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final int nextId;
  private final List<FilePlace> places;

  /**
   * Creates an offset.
   *
   * @param nextId a number above all ids that the stream has used
   * @param places the places, in any order
   */
  StreamOffset(int nextId, List<FilePlace> places) {
    this.nextId = nextId;
    this.places = places.stream().sorted(Comparator.comparing(FilePlace::id)).toList();
  }

  int nextId() {
    return nextId;
  }

  /** Returns the places in ascending order of their ids. */
  List<FilePlace> places() {
    return places;
  }

  /** Returns the place with an id, or null if there is none. */
  FilePlace place(int id) {
    for (FilePlace each : places) {
      if (each.id() == id) {
        return each;
      }
    }
    return null;
  }

  @Override
  public String json() {
    ObjectNode all = MAPPER.createObjectNode();
    all.put("version", VERSION);
    all.put("next", nextId);
    ArrayNode files = all.putArray("files");
    for (FilePlace each : places) {
      ObjectNode file = files.addObject();
      file.put("id", each.id());
      file.put("path", each.path());
      file.put("device", each.identity().device());
      file.put("inode", each.identity().inode());
      file.put("created", each.identity().created());
      file.put("certain", each.identity().certain());
      file.put("renamed", each.renamed());
      file.put("offset", each.offset());
      file.put("known", each.known());
      file.put("mark", each.mark());
      if (each.isMissing()) {
        file.put("missing", each.missingSince());
      }
    }
    return all.toString();
  }

  /**
   * Reads an offset from a checkpoint.
   *
   * @throws IllegalArgumentException if it is not one of this version
   */
  static StreamOffset of(String json) {
    JsonNode all;
    try {
      all = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not an offset of mmap-lines: " + json, e);
    }
    if (all.path("version").asInt() != VERSION) {
      throw new IllegalArgumentException(
          "the checkpoint's offset is not of version " + VERSION + " of mmap-lines: " + json);
    }
    List<FilePlace> places = new ArrayList<>();
    for (JsonNode file : all.required("files")) {
      FileIdentity identity =
          new FileIdentity(
              file.required("device").asLong(),
              file.required("inode").asLong(),
              file.required("created").asLong(),
              file.required("certain").asBoolean());
      places.add(
          new FilePlace(
              file.required("id").asInt(),
              file.required("path").asText(),
              identity,
              file.required("renamed").asBoolean(),
              file.required("offset").asLong(),
              file.required("known").asLong(),
              file.required("mark").asText(),
              file.path("missing").asLong()));
    }
    return new StreamOffset(all.required("next").asInt(), places);
  }
}
