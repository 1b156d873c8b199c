package net.groupvpn.portal.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.groupvpn.portal.web.PrivateFiles;

/**
 * Each group's newest policy in a file beside the database, so that a database that was restored
 * from a backup goes back behind none. Everything is on the disk when a call returns. Safe for use
 * by several threads.
 */
public final class PolicyJournal {
  private static final String POLICY = ".policy";
  private final Path directory;
  private final Map<String, Long> numbers = new ConcurrentHashMap<>();

  /** Opens the journal in a directory, which is made when missing. */
  public PolicyJournal(Path directory) throws IOException {
    this.directory = PrivateFiles.directory(directory);
  }

  /** The highest number that a policy of the group is known to have had; 0 before the first. */
  long number(String groupId) {
    return numbers.getOrDefault(groupId, 0L);
  }

  void noteNumber(String groupId, long number) {
    numbers.merge(groupId, number, Math::max);
  }

  /** Keeps a group's newest policy; to be called before anybody gets it. */
  void keep(String groupId, long number, byte[] policy) {
    try {
      PrivateFiles.write(directory.resolve(groupId + POLICY), policy);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a policy in " + directory, e);
    }
    noteNumber(groupId, number);
  }

  /** The policy that was kept last. */
  Optional<byte[]> policy(String groupId) {
    var file = directory.resolve(groupId + POLICY);
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the policy " + file, e);
    }
  }
}
