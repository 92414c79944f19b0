# Sourced by bin/mailserver when bin/prove or bin/bench asked for it: builds the test classes where that is needed, and runs
# the program $MAILSERVER_TOOL, a class among them. The server itself is built by then.

tool=$MAILSERVER_TOOL
unset MAILSERVER_TOOL # the servers that the program starts are servers again
classpath=$target/tool.classpath

tool_up_to_date() {
    [ -f "$classpath" ] && [ -z "$(find "$checkout/pom.xml" "$checkout/src" -newer "$classpath")" ]
}

if ! tool_up_to_date; then
    take_lock
    if ! tool_up_to_date; then
        find_java javac || die "building needs a JDK 21 or newer, with javac; install one, or set JAVA_HOME"
        command -v mvn >/dev/null || die "building needs Maven; install it, e.g. \`apt install maven\` or \`brew install maven\`"
        say "building the tools …"
        : >"$target/tool.started"
        if ! (cd "$checkout" && JAVA_HOME=$java_home mvn -q -B -Dmaven.compiler.failOnWarning=false test-compile \
            dependency:build-classpath -Dmdep.outputFile="$classpath.new" -Dmdep.includeScope=test) \
            >"$target/tool.log" 2>&1 </dev/null; then
            tail -n 30 "$target/tool.log" >&2
            die "the build failed; all it said is in $target/tool.log"
        fi
        touch -r "$target/tool.started" "$classpath.new"
        mv -f "$classpath.new" "$classpath"
    fi
    drop_lock
    find_java java
fi

# What root's tools mount is for them alone, and goes with the last of their processes, however that ends.
private=
if [ "$(id -u)" -eq 0 ] && unshare --mount --propagation private true 2>/dev/null; then
    private='unshare --mount --propagation private'
fi

terminal=false
[ ! -t 2 ] || terminal=true
# shellcheck disable=SC2086
exec $private "$java_home/bin/java" -XX:+UseParallelGC ${MAILSERVER_TOOL_OPTS:-} \
    -Dmailserver.checkout="$checkout" -Dmailserver.terminal=$terminal \
    -cp "$target/test-classes:$target/classes:$(cat "$classpath")" "$tool" "$@"
