package net.groupvpn.portal;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The content of a disk after a power failure, computed from a recording of disk/recorder.c. A
 * file's bytes are on the disk if fsync was called for the file after they were written; its name,
 * if fsync was called for its directory. Of what was written later, all, nothing or some may be
 * there.
 */
final class RecordedDisk {
  private static final int HEADER_BYTES = 15;
  private final Map<String, RecordedFile> names = new TreeMap<>();
  private final Map<String, RecordedFile> lastingNames = new TreeMap<>();

  /** One inode. */
  private static final class RecordedFile {
    private byte[] lasting = {};
    private final List<Change> pending = new ArrayList<>();

    void sync() {
      pending.forEach(change -> lasting = change.applyTo(lasting));
      pending.clear();
    }

    byte[] withSomeOf(@Nullable Random chance) {
      var bytes = lasting.clone();
      for (var change : pending) {
        if (chance != null && chance.nextBoolean()) {
          bytes = change.applyTo(bytes);
        }
      }
      return bytes;
    }
  }

  /** A write, or a new length if there is no data. */
  private record Change(int position, byte @Nullable [] data) {
    byte[] applyTo(byte[] before) {
      if (data == null) {
        return Arrays.copyOf(before, position);
      }
      var end = position + data.length;
      var after = end > before.length ? Arrays.copyOf(before, end) : before;
      System.arraycopy(data, 0, after, position, data.length);
      return after;
    }
  }

  /** Builds the recorder; false if there is no gcc to do it. */
  static boolean build(Path library) throws IOException, InterruptedException {
    var source = library.resolveSibling("recorder.c");
    try (var in = RecordedDisk.class.getResourceAsStream("/disk/recorder.c")) {
      Files.write(source, in.readAllBytes());
    }
    var command =
        List.of("gcc", "-shared", "-fPIC", "-O1", "-o", "" + library, "" + source, "-ldl");
    try {
      var compiler = new ProcessBuilder(command).inheritIO().start();
      return compiler.waitFor(1, TimeUnit.MINUTES) && compiler.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads a recording; its last record may be truncated. */
  static RecordedDisk read(Path recording) throws IOException {
    var disk = new RecordedDisk();
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(recording)))) {
      for (var header = in.readNBytes(HEADER_BYTES);
          header.length == HEADER_BYTES;
          header = in.readNBytes(HEADER_BYTES)) {
        disk.replay(ByteBuffer.wrap(header).order(ByteOrder.nativeOrder()), in);
      }
    } catch (EOFException e) {
      return disk;
    }
    return disk;
  }

  private void replay(ByteBuffer header, DataInputStream in) throws IOException {
    var kind = header.get();
    var path = new byte[Short.toUnsignedInt(header.getShort())];
    var position = Math.toIntExact(header.getLong());
    var data = new byte[header.getInt()];
    in.readFully(path);
    in.readFully(data);
    var name = new String(path, StandardCharsets.UTF_8);
    switch (kind) {
      case 1 -> file(name).pending.add(new Change(position, data));
      case 2 -> file(name).pending.add(new Change(position, null));
      case 3 -> sync(name);
      case 4 -> names.put(new String(data, StandardCharsets.UTF_8), names.remove(name));
      case 5 -> names.remove(name);
      default -> throw new IOException("the recording is damaged: kind " + kind);
    }
  }

  private RecordedFile file(String name) {
    return names.computeIfAbsent(name, missing -> new RecordedFile());
  }

  private void sync(String name) {
    var inside = name + "/";
    if (names.keySet().stream().anyMatch(each -> each.startsWith(inside))) {
      lastingNames.keySet().removeIf(each -> each.startsWith(inside));
      names.forEach(
          (each, file) -> {
            if (each.startsWith(inside)) {
              lastingNames.put(each, file);
            }
          });
    } else {
      file(name).sync();
    }
  }

  /**
   * Writes what is left into an empty directory.
   *
   * @param chance picks which of the unsynced writes are there; null for none
   */
  void rebuild(Path directory, @Nullable Random chance) throws IOException {
    for (var each : lastingNames.entrySet()) {
      var name = Path.of(each.getKey()).getFileName().toString();
      Files.write(directory.resolve(name), each.getValue().withSomeOf(chance));
    }
  }
}
