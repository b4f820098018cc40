package org.postern.cf;

import java.util.Optional;
import org.postern.base.Ascii;

/// The words of DontBlameSendmail: file safety checks that the administrator gives up (sendmail op guide §5.6).
public enum BlameFlag {
    ASSUME_SAFE_CHOWN("AssumeSafeChown"),
    CLASS_FILE_IN_UNSAFE_DIR_PATH("ClassFileInUnsafeDirPath"),
    DONT_WARN_FORWARD_FILE_IN_UNSAFE_DIR_PATH("DontWarnForwardFileInUnsafeDirPath"),
    ERROR_HEADER_IN_UNSAFE_DIR_PATH("ErrorHeaderInUnsafeDirPath"),
    FILE_DELIVERY_TO_HARD_LINK("FileDeliveryToHardLink"),
    FILE_DELIVERY_TO_SYM_LINK("FileDeliveryToSymLink"),
    FORWARD_FILE_IN_GROUP_WRITABLE_DIR_PATH("ForwardFileInGroupWritableDirPath"),
    FORWARD_FILE_IN_UNSAFE_DIR_PATH("ForwardFileInUnsafeDirPath"),
    FORWARD_FILE_IN_UNSAFE_DIR_PATH_SAFE("ForwardFileInUnsafeDirPathSafe"),
    GROUP_READABLE_KEY_FILE("GroupReadableKeyFile"),
    GROUP_READABLE_SASL_DB_FILE("GroupReadableSASLDBFile"),
    GROUP_READABLE_DEFAULT_AUTH_INFO_FILE("GroupReadableDefaultAuthInfoFile"),
    GROUP_WRITABLE_ALIAS_FILE("GroupWritableAliasFile"),
    GROUP_WRITABLE_DIR_PATH_SAFE("GroupWritableDirPathSafe"),
    GROUP_WRITABLE_FORWARD_FILE("GroupWritableForwardFile"),
    GROUP_WRITABLE_FORWARD_FILE_SAFE("GroupWritableForwardFileSafe"),
    GROUP_WRITABLE_INCLUDE_FILE("GroupWritableIncludeFile"),
    GROUP_WRITABLE_INCLUDE_FILE_SAFE("GroupWritableIncludeFileSafe"),
    GROUP_WRITABLE_SASL_DB_FILE("GroupWritableSASLDBFile"),
    HELP_FILE_IN_UNSAFE_DIR_PATH("HelpFileInUnsafeDirPath"),
    INCLUDE_FILE_IN_GROUP_WRITABLE_DIR_PATH("IncludeFileInGroupWritableDirPath"),
    INCLUDE_FILE_IN_UNSAFE_DIR_PATH("IncludeFileInUnsafeDirPath"),
    INCLUDE_FILE_IN_UNSAFE_DIR_PATH_SAFE("IncludeFileInUnsafeDirPathSafe"),
    INSUFFICIENT_ENTROPY("InsufficientEntropy"),
    LINKED_ALIAS_FILE_IN_WRITABLE_DIR("LinkedAliasFileInWritableDir"),
    LINKED_CLASS_FILE_IN_WRITABLE_DIR("LinkedClassFileInWritableDir"),
    LINKED_FORWARD_FILE_IN_WRITABLE_DIR("LinkedForwardFileInWritableDir"),
    LINKED_INCLUDE_FILE_IN_WRITABLE_DIR("LinkedIncludeFileInWritableDir"),
    LINKED_MAP_IN_WRITABLE_DIR("LinkedMapInWritableDir"),
    LINKED_SERVICE_SWITCH_FILE_IN_WRITABLE_DIR("LinkedServiceSwitchFileInWritableDir"),
    MAP_IN_UNSAFE_DIR_PATH("MapInUnsafeDirPath"),
    NON_ROOT_SAFE_ADDR("NonRootSafeAddr"),
    RUN_PROGRAM_IN_UNSAFE_DIR_PATH("RunProgramInUnsafeDirPath"),
    RUN_WRITABLE_PROGRAM("RunWritableProgram"),
    TRUST_STICKY_BIT("TrustStickyBit"),
    WORLD_WRITABLE_ALIAS_FILE("WorldWritableAliasFile"),
    WORLD_WRITABLE_FORWARD_FILE("WorldWritableForwardFile"),
    WORLD_WRITABLE_INCLUDE_FILE("WorldWritableIncludeFile"),
    WRITE_MAP_TO_HARD_LINK("WriteMapToHardLink"),
    WRITE_MAP_TO_SYM_LINK("WriteMapToSymLink"),
    WRITE_STATS_TO_HARD_LINK("WriteStatsToHardLink"),
    WRITE_STATS_TO_SYM_LINK("WriteStatsToSymLink");

    private final String word;

    BlameFlag(String word) {
        this.word = word;
    }

    /// The word in the file.
    public String word() {
        return word;
    }

    static Optional<BlameFlag> of(String word) {
        for (BlameFlag flag : values()) {
            if (Ascii.sameIgnoringCase(flag.word, word)) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }
}
